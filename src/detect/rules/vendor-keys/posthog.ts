import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'posthog',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'PostHog personal key: reads what is known of every user of a product.',
  anatomy: 'phx_ or phs_, 43 to 48 base64url characters; phc_ is public',
  source: 'https://posthog.com/docs/api#private-endpoint-authentication',
  home: ['*.posthog.com'],
  match: [{ re: /(?<![A-Za-z0-9])ph[xs]_[\w-]{43,48}(?![\w-])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['phx_kP5GYIRkt5srlSHfWGX0h9JKN7E28r4unICHo1mYQ9q'],
    silent: ['phx_', 'phc_B24gPNXoaK7lZpZso8urnMWy2xdKbiGpW5B9G0xQLOr'],
  },
};
