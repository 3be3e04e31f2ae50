import { isVaried } from '../../checks/randomness.js';
import type { Rule } from '../../rule.js';

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'socket',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Socket token: reads what an organisation depends on, and changes what it lets pass.',
  anatomy: 'sktsec_, base64url, _api',
  source: 'https://docs.socket.dev/docs/api-keys',
  home: ['api.socket.dev'],
  match: [{ re: /(?<![A-Za-z0-9])sktsec_[\w-]{30,80}_api(?![A-Za-z0-9])/, accept: ({ secret }) => isVaried(secret) }],
  examples: {
    fires: ['sktsec_j1tqT7FRrGJIX7ysDN60lnjmrlDhB2u9lHos0IRy_api'],
    silent: ['sktsec_your_key_api', 'sktsec_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_api'],
  },
};
