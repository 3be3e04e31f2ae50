import type { Candidate, Rule } from '../../rule.js';
import { isAssignedToken } from '../../checks/assigned-secret.js';

/** A value that is cut (`eyJhb...`) or goes on in brackets (`eyJhb[...]`) is shown, not sent. */
const isShown = (secret: string, after: string): boolean =>
  secret.endsWith('..') || /^(?:\.*\[|\xe2\x80\xa6|\.\.)/.test(after);

const accept = ({ text, secret, before, after }: Candidate): boolean => {
  const start = /^(?:token|secret)/i.test(text) ? '' : '-';
  const name = `${before.replace(/^.*[\s"'&?]/s, '')}${start}`;
  return !isShown(secret, after) && isAssignedToken(secret.replace(/[.,:]+$/, ''), name);
};

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'assigned-token',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'medium',
  group: 'generic-secrets',
  about: 'A random value that something named token, secret or key is set to: the form that most credentials have.',
  anatomy:
    'a name that ends in token, secret, api key, access key, secret key, private key or auth key; a sign of assignment; 12 or more random letters and digits',
  source: 'https://cwe.mitre.org/data/definitions/312.html',
  match: [
    {
      re: /(?:token|secret)["']? ?[:=?][:=>]{0,3}[ \t]{0,3}["'`]?(?<secret>[\w.~+/=@%^*#:|-]{12,})(?![\w$({[])/i,
      accept,
    },
    {
      re: /(?:api|auth)[_-]?key["']? ?[:=?][:=>]{0,3}[ \t]{0,3}["'`]?(?<secret>[\w.~+/=@%^*#:|-]{12,})(?![\w$({[])/i,
      accept,
    },
    {
      re: /(?:access|secret|private|account|signing|encryption|license|client|master)[_-]?(?:key|password)["']? ?[:=?][:=>]{0,3}[ \t]{0,3}["'`]?(?<secret>[\w.~+/=@%^*#:|-]{12,})(?![\w$({[])/i,
      accept,
    },
  ],
  examples: {
    fires: [
      'adobe_token: 237751093469c6fa28550eff57089218',
      '{"finnhub_token": "0q2i2m1ndod0hwi1gf4k"}',
      'ZENDESK_API_TOKEN=a4934aux4k1tk0bxg78l8qwbeos2vt9dq6dxdg2j',
      'apiKey: "k3Jq81mZp0sXv72LwQe5"',
      'https://stranger.invalid/collect?api_key=7f3kq0z81mxp2vj5w9s4',
      'SECRET_KEY = "8fj2k9x0qmz71lvp5s3w"',
    ],
    silent: [
      'max_tokens: 2048',
      'token: string',
      'const token = getAccessToken2(user)',
      'apiKey: process.env.OPENAI_API_KEY2',
      '"next_page_token": "CAUQAA3kq0z81mxp2vj5w9s4"',
      'token=your-token-goes-here-2024',
      'secret: this.state.oauth2ClientSecret',
      'X-CSRF-Token: 7f3kq0z81mxp2vj5w9s4',
    ],
  },
};
