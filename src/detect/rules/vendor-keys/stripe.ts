import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried, looksRandom } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'stripe',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Stripe live key: takes and refunds money.',
  anatomy: 'sk (secret) or rk (restricted), _live_ or _prod_, 10 to 247 letters and digits; whsec_ signs webhooks',
  source: 'https://docs.stripe.com/keys',
  home: ['api.stripe.com', '*.stripe.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])(?:sk|rk)_(?:live|prod)_[A-Za-z0-9]{10,}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret) && hasDigitAndLetter(secret),
    },
    { re: /(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/]{32,64}(?![A-Za-z0-9])/, accept: ({ secret }) => looksRandom(secret) },
  ],
  examples: {
    fires: [
      'sk_live_uiisnCXTypsQUZODGgLKI6az',
      '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',
      'whsec_Yf6JT9qnDBNZs1KLKfOrh2xb3kWdzIfc',
    ],
    silent: ['sk_live_', 'pk_live_nbXDMSZaxKk7U1xlha8dWx2T', 'task_live_yByPMCosmgXnxKZ3BgnbvGIX'],
  },
};
