import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'braintree',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Braintree or PayPal access token: payments in the name of a shop.',
  anatomy: 'access_token$production$, 16 small letters and digits, $, 32 hexadecimal digits',
  source: 'https://developer.paypal.com/braintree/docs/guides/paypal/overview',
  home: ['*.braintreegateway.com', '*.paypal.com'],
  match: [
    {
      re: /access_token\$production\$[a-z0-9]{16}\$[0-9a-f]{32}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['access_token$production$sxlibn6eiotz4wlw$7bad30198596637c9e3c3e2716c624bf'],
    silent: ['access_token$production$'],
  },
};
