import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'brevo',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: "Brevo (Sendinblue) key: sends mail in its owner's name.",
  anatomy: 'xkeysib- or xsmtpsib-, 64 hexadecimal digits, -, 16 letters and digits',
  source: 'https://developers.brevo.com/docs/getting-started',
  home: ['api.brevo.com', 'api.sendinblue.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])x(?:key|smtp)sib-[0-9a-f]{64}-[A-Za-z0-9]{16}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['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'],
    silent: ['xkeysib-'],
  },
};
