import type { Candidate, Rule } from '../../rule.js';
import { isVaried, looksRandom } from '../../checks/randomness.js';

/** The number of an app and what it is given for it: no row of a table. */
const isAppToken = ({ secret }: Candidate): boolean => looksRandom(secret.slice(secret.indexOf('|') + 1));

export const rule: Rule = {
  pattern: 'vendor_token',
  variant: 'meta',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'critical',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'Meta access token, WhatsApp Cloud API included: reads and sends messages and acts on pages as its owner.',
  anatomy:
    'EAA (Facebook, WhatsApp) or IGQV, IGQW, IGAA (Instagram) and 100 or more letters and digits; an app token is its number, | and 27 base64url characters',
  source: 'https://developers.facebook.com/docs/whatsapp/business-management-api/get-started',
  home: ['graph.facebook.com', '*.facebook.com', '*.whatsapp.net', '*.whatsapp.com', 'graph.instagram.com'],
  homeInUrl: true,
  match: [
    { re: /(?<![A-Za-z0-9])EAA[A-Za-z0-9]{100,}(?![A-Za-z0-9])/, accept: ({ secret }) => looksRandom(secret) },
    { re: /(?<![A-Za-z0-9])IG(?:Q[VW]|AA)[\w-]{100,}(?![\w-])/, accept: ({ secret }) => looksRandom(secret) },
    {
      re: /facebook[\w .-]{0,20}["']?[\s:=]{1,5}["']?(?<secret>\d{15,16}(?:\||%7C)[\w-]{27,40})/i,
      accept: ({ secret }) => isVaried(secret),
    },
    // By itself; in two halves, because what is looked for is the digits in front of the bar.
    {
      re: /(?<![\w.|])\d{13,14}[0-4](?:[0-4]|[5-9])\|[\w-]{27}(?![\w|-])/,
      accept: isAppToken,
    },
    {
      re: /(?<![\w.|])\d{13,14}[5-9](?:[0-4]|[5-9])\|[\w-]{27}(?![\w|-])/,
      accept: isAppToken,
    },
  ],
  examples: {
    fires: [
      'access_token=0755929773885937|kS6loEY39lWP9ojCNAvCe27Us99&grant_type=client_credentials',
      'WHATSAPP_TOKEN=EAAGKTabfk3ZVdWmf8I0JOuIGXnER8PiwXAnoGzYtznXSrHQkTFIZh6P572MW09qLniOTBeS0VFJcrDTdjRYcndsm2gLtTX96sCJKzkekvTwgVKNsSML2pQ8f2UsuzGmcoZ9CemAhQCQQsu2d71kKffggfwIPvnwshBSjjE8TrscP08wNvtynAOR',
      'IGQVJWS3pUNmZA2MUJDVlRwLW9ac1lrU05nZAmpzWHQtWHFJSEFRMF9tWVpRdEd70HQ5Wk8wSnY0R0VEQnVQdUU0MnpxNWxocUYyNmZAXSTUtVVNrMmh1ZAHZA',
      'facebook_token: 0755929773885937|kS6loEY39lWP9ojCNAvCe27Us99',
    ],
    silent: [
      '1700000000000000|getTheAccountOfTheUserNow12|200',
      '170000000000000|kS6loEY39lWP9ojCNAvCe27Us99|200',
      'EAAshort',
      'EAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ],
  },
};
