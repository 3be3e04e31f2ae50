import { isPlaceholder } from '../../checks/placeholder.js';
import { entropyOf, hasDigitAndLetter } from '../../checks/randomness.js';
import { isWordy } from '../../checks/words.js';
import type { Candidate, Rule } from '../../rule.js';

/** Bits a character: hexadecimal digits have four at most. */
const MIN_ENTROPY = 3;

const accept = ({ secret }: Candidate): boolean =>
  secret.length >= 20 &&
  hasDigitAndLetter(secret) &&
  !isPlaceholder(secret) &&
  !isWordy(secret) &&
  entropyOf(secret) >= MIN_ENTROPY;

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'session-cookie',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'generic-secrets',
  about:
    'A Cookie or Set-Cookie line with a session in it, copied from a browser or a log: whoever has it is signed in as its owner.',
  anatomy:
    'Cookie: or Set-Cookie:, perhaps other cookies, a name that ends as those of sessions do (sid, session, sessionid, auth), 20 or more random characters',
  source: 'https://owasp.org/www-community/attacks/Session_hijacking_attack',
  match: [
    {
      re: /cookie["']?\s?[:=]\s?["']?(?:[^\n"']*[\s;"'])?[\w.-]*(?:sid|sess|session|session[_-]?id|sessid|auth|li_at|\.cookies|remember_\w*|1psid)=(?<secret>[\w%.:+/=~!|-]+)(?![\w%.:+/=~!|-])/i,
      accept,
    },
    // As browsers and their tools write all cookies into a file: {"name": "user_session", "value": "..."}
    {
      re: /(?:sid|sess|session|session_id|li_at)\\?",\s*\\?"value\\?"\s?:\s?\\?"(?<secret>[\w%.:+/=~!|-]+)(?![\w%.:+/=~!|-])/i,
      accept: (candidate) => /"name\\?"\s?:\s?\\?"[\w.-]*$/.test(candidate.before) && accept(candidate),
    },
  ],
  examples: {
    fires: [
      'Cookie: sessionid=8f3kq2j9xlm4vt7wzp1s8f3kq2j9xlm4',
      'GET / HTTP/1.1\r\nHost: shop.stranger.invalid\r\nCookie: theme=dark; JSESSIONID=7C9A1F3E5B8D2046A1C3E5B7D9024681\r\n\r\n',
      '[{"domain": ".shop.invalid", "name": "user_session", "value": "k3Jq81mZp0sXv72LwQe5Tb9Yr4Hn6Gd1Uc8Fa", "path": "/"}]',
      "curl https://shop.stranger.invalid -H 'cookie: _ga=GA1.1.1; user_session=k3Jq81mZp0sXv72LwQe5Tb9Yr4Hn6Gd1Uc8Fa'",
      'Set-Cookie: connect.sid=s%3Ak3Jq81mZp0sXv72LwQe5Tb9Yr4.Hn6Gd1Uc8FaZp0sXv72; Path=/; HttpOnly',
      'set-cookie: .AspNetCore.Cookies=CfDJ8k3Jq81mZp0sXv72LwQe5Tb9Yr4Hn6Gd1Uc8FaZp0; path=/',
    ],
    silent: [
      'Cookie: sessionid=<your session>',
      'Cookie: theme=dark; _ga=GA1.2.1234567890.1700000000',
      'Set-Cookie: sessionid=; expires=Thu, 01 Jan 1970 00:00:00 GMT',
      'cookie: session=abc123',
      '{"name": "session", "value": "number of the session 2025-10-19"}',
      '{"name": "user_session", "type": "k3Jq81mZp0sXv72LwQe5Tb9Yr4Hn6Gd1Uc8Fa"}',
      'Cookie: PHPSESSID=298zf09hf012fh2',
      'document.cookie = "session=" + sessionId',
    ],
  },
};
