import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'stripe-test',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Stripe test key: only play money, but it shows how a place handles keys.',
  anatomy: 'sk or rk, _test_, 10 to 247 letters and digits',
  source: 'https://docs.stripe.com/keys#test-live-modes',
  home: ['api.stripe.com', '*.stripe.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])(?:sk|rk)_test_[A-Za-z0-9]{10,}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret) && hasDigitAndLetter(secret),
    },
  ],
  examples: {
    fires: ['sk_test_8zSxB18ZnBAfp2a94iOybJri'],
    silent: ['sk_test_', 'task_test_0pi0zi5kfsvkacf6xzwyb4utpwmk3f'],
  },
};
