import type { Rule } from '../../rule.js';
import { isVaried } from '../../checks/randomness.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'netlify',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Netlify token: sites, their settings and deploys.',
  anatomy: 'nf, a kind (p personal, c, o, u, b), _, 36 letters and digits',
  source: 'https://docs.netlify.com/api-and-cli-guides/api-guides/get-started-with-api/',
  home: ['api.netlify.com', '*.netlify.com'],
  match: [{ re: /(?<![A-Za-z0-9])nf[pcoub]_[A-Za-z0-9]{36}(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: { fires: ['nfp_NJjd9UOp5NeT3QZ9x2jN6pzmJjvT2MJB7ClW'], silent: ['nfp_short'] },
};
