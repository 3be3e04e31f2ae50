import type { Rule } from '../../rule.js';
import { entropyOf } from '../../checks/randomness.js';
import { isDefaultAccount } from '../../checks/default-account.js';
import { isPlaceholder } from '../../checks/placeholder.js';

/** What stands for a password in documentation; `pass` alone is somebody's. */
const SHOWN = /^(?:my|your|the)?(?:password|passwd|secret|token|pwd)\d{0,3}$/i;

/** The same word in capitals, as in `http://USER:PASS@HOST:PORT/`, where all that is to be filled in is. */
const TO_FILL_IN = 'PASS';

export const rule: Rule = {
  pattern: 'url_credentials',
  variant: 'http',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'database-urls',
  about: 'An address with user and password in it: it is logged, cached and sent on as a whole.',
  anatomy: 'http:// or https://, a user, a colon, a password, @, a host',
  source: 'https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4',
  match: [
    {
      re: /https?:\/\/[^\s:@/?#"'<>{}$\\]{1,64}:(?<secret>[^\s@/?#"'<>{}$\\]{4,128})@[\w.[-]/i,
      accept: ({ text, secret, after }) =>
        !SHOWN.test(secret) &&
        secret !== TO_FILL_IN &&
        !isPlaceholder(secret) &&
        !isDefaultAccount(text + after, secret) &&
        entropyOf(secret) >= 1,
    },
  ],
  examples: {
    fires: [
      'https://deploy:qz81mxp2vj5w@git.stranger.invalid/app.git',
      'http://cafebabe:deadbeef@gems.stranger.invalid/',
    ],
    silent: [
      'http://admin:admin@localhost:9200',
      'http://USER:PASS@HOST:PORT/',
      'https://username:password@example.com/api',
      'https://${username}:${password}@api.example.com/v1',
      'http://localhost:5000/a@b',
      'https://stranger.invalid:8443/@user',
    ],
  },
};
