import type { Rule } from '../../rule.js';
import { hasDigitAndLetter, isVaried } from '../../checks/randomness.js';
import { isWordy } from '../../checks/words.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'portainer',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Portainer access token: starts, stops and opens containers on all the hosts that it looks after.',
  anatomy: 'ptr_ and 32 bytes in base64',
  source: 'https://docs.portainer.io/api/access',
  match: [
    {
      re: /(?<![A-Za-z0-9_])ptr_[A-Za-z0-9+/_-]{41,44}=?(?![A-Za-z0-9+/_=-])/,
      accept: ({ secret }) => hasDigitAndLetter(secret) && isVaried(secret) && !isWordy(secret),
    },
  ],
  examples: {
    fires: ['X-API-Key: ptr_AwzQ3kPq0z81mxp2vj5w9s4Lr7Tn6Bk0Zc5Hw9Jd3Fs='],
    silent: ['ptr_to_the_first_element_of_the_list_of_nodes_1', 'ptr_diff_t'],
  },
};
