import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'readme',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'ReadMe key: changes the documentation that others trust.',
  anatomy: 'rdme_ and 70 of a-z and 0-9',
  source: 'https://docs.readme.com/main/reference/intro-authentication',
  home: ['dash.readme.com', 'api.readme.com'],
  match: [{ re: /(?<![A-Za-z0-9])rdme_[a-z0-9]{70}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['rdme_ov8j61coxzi37vpxmls6pz6q2bu8spw87grihbkgyocwp3zxypdndpw7skbxjh064y040i'],
    silent: ['rdme_id'],
  },
};
