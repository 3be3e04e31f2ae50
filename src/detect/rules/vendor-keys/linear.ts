import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'linear',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Linear key: reads and changes issues as its owner.',
  anatomy: 'lin_api_, lin_oauth_ or, of webhooks, lin_wh_ and 40 or more letters and digits',
  source: 'https://linear.app/developers/graphql',
  home: ['api.linear.app'],
  match: [
    {
      re: /(?<![A-Za-z0-9])lin_(?:api|oauth|wh)_[A-Za-z0-9]{40,64}(?![A-Za-z0-9])/,
      accept: ({ secret }) => isVaried(secret),
    },
  ],
  examples: {
    fires: ['lin_api_xVFTRejvEQgAOV2BR9MiZgyu3Osd7vOt9nW5lQ5h', 'lin_wh_YnT5tpIkeUOR5cLfkhU6muBGxoShZOmP7bkohnFe'],
    silent: ['lin_api_key'],
  },
};
