import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'shippo',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Shippo token: buys postage.',
  anatomy: 'shippo_, live or test, _, 40 hexadecimal digits',
  source: 'https://docs.goshippo.com/docs/guides_general/authentication/',
  home: ['api.goshippo.com'],
  match: [
    {
      re: /(?<![A-Za-z0-9])shippo_(?:live|test)_[0-9a-f]{40}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: { fires: ['shippo_live_dc21b9d665f80ec9672629adf4b4f9c4d0f03dd7'], silent: ['shippo_live_'] },
};
