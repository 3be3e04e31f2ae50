import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried, looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'sendgrid',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: "SendGrid key: sends mail in its owner's name.",
  anatomy: 'SG., 22 base64url characters, a dot, 43 base64url characters',
  source: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
  home: ['api.sendgrid.com', '*.sendgrid.com'],
  match: [
    { re: /(?<![A-Za-z0-9])SG\.[\w=-]{16,32}\.[\w=-]{16,64}(?![\w=-])/, accept: ({ secret }) => looksRandom(secret) },
    {
      re: /(?<![A-Za-z0-9])SG\.[\w=-]{66}(?![\w=-])/,
      accept: ({ secret }) => isVaried(secret) && hasDigitAndLetter(secret),
    },
  ],
  examples: {
    fires: [
      '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',
      'SENDGRID_API_KEY=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',
    ],
    silent: [
      'SG.short.name',
      'AG.kQ__3H1KPfGlaoCGC0aoU9.kGe7sd1iZ6psADDLmRxWhWc7J20PM32A6FXAmArpRf9',
      'SG.Some.Class.Name.With.Dots',
    ],
  },
};
