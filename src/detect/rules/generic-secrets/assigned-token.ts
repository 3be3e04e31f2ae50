import type { Candidate, Rule } from '../../rule.js';
import { isAnalyticsKey, isAssignedToken, isKeyFingerprint } from '../../checks/assigned-secret.js';
import { isFirebaseKey } from '../../checks/firebase.js';
import { isPlaceholder } from '../../checks/placeholder.js';
import { isUuid } from '../../checks/uuid.js';
import { entropyOf, hasDigitAndLetter } from '../../checks/randomness.js';

/** A value that is cut (`eyJhb...`) or goes on in brackets (`eyJhb[...]`) is shown, not sent. */
const isShown = (secret: string, after: string): boolean =>
  secret.endsWith('..') || /^(?:\.*\[|\xe2\x80\xa6|\.\.)/.test(after);

/**
 * What stands in front of the last part of a flag that takes a secret: `-`, `--`, `--client`. The tokens of most flags are
 * places in a list or numbers of a request.
 */
const FLAG =
  /(?:^|[\s"'`])(?:-{1,2}(?:(?:[a-z][\w-]*[_-])?(?:access|admin|api|auth|bearer|bot|client|deploy|github|gitlab|id|npm|oauth2?|personal|private|refresh|registry|secret|security|service|session|slack|user|vault|webhook)?)?)?$/;
const REQUEST_FLAG = /(?:client|request)$/;
/** A flag of any service: what is named a key or a secret is one, and so is a token in the style of Python, `--gitea_token`. */
const FLAG_OF_SERVICE = /(?:^|[\s"'`])--[a-z][\w-]*$/i;

const isFlag = ({ text, before }: Candidate): boolean =>
  FLAG.test(before) || (FLAG_OF_SERVICE.test(before) && !text.startsWith('-token'));

/** Who signed a link for a while (`&X-Amz-Security-Token=`), which is no key without its secret half. */
const SIGNER = /(?:[?&;]|\\u0026)x-amz-security-$/i;

/** Keys of Algolia that may only search: pages that search in the browser name them beside their index. */
const isSearchKey = ({ text, secret, before, after }: Candidate): boolean =>
  /^api[ ._-]?key/i.test(text) && /^[\da-f]{32}$/.test(secret) && /index_?name/i.test(before + after);

/** A link by which one is taken off a list, as each newsletter ends with one: it opens nothing else. */
const FROM_LIST = /(?:unsubscribe|opt-?out|abmelden)\b[^\s"'<>]*[?&;]$/i;

const accept = (candidate: Candidate): boolean => {
  // All over code: `apiKey: process.env.API_KEY`. No token is without a digit.
  if (!/\d/.test(candidate.text)) return false;
  const { text, secret, before, after } = candidate;
  // YouTube's own key, which each of its pages holds.
  if (
    FROM_LIST.test(before) ||
    before.endsWith('INNERTUBE_') ||
    isFirebaseKey(secret, after) ||
    SIGNER.test(before) ||
    isSearchKey(candidate)
  )
    return false;
  // The number of an account in the name of a stored secret: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:...`
  if (/arn:aws[\w-]*:secretsmanager:[\w-]*:\d{12}:$/.test(before)) return false;
  const noun = /^(?:token|secret|_key)/i.exec(text)?.[0] ?? '-';
  const name = before.replace(/^.*[\s"'&?]/s, '') + noun;
  return (
    !isShown(secret, after) &&
    !isKeyFingerprint(secret, before + text.slice(0, -secret.length)) &&
    !isAnalyticsKey(secret, after) &&
    isAssignedToken(secret.replace(/[.,:]+$/, ''), name)
  );
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
    'a name that ends in token, secret, credentials, api key, access key, secret key, private key or auth key; a sign of assignment; 12 or more random letters and digits',
  source: 'https://cwe.mitre.org/data/definitions/312.html',
  match: [
    {
      re: /(?:token|secret)(?:_key_base|_value|_?string|_hex|_base64|_?\d{1,3})?["'*]{0,3}(?: ?\.?(?:\?\?=|[:=?|])|(?: ?: ?| )&?(?:string|str|text)\?? ?=)[:=>]{0,3}[ \t]{0,3}["'`]?(?:(?:bearer|basic|token|x-\w{2,20}) )?(?<secret>[\w.~+/=@%^*#:|-]{12,})(?![\w$({[])/i,
      accept,
    },
    {
      re: /(?:api|auth)[ ._-]?key(?:_value|_base64|_?\d{1,3})?["'*]{0,3}(?: ?\.?(?:\?\?=|[:=?|])|(?: ?: ?| )&?(?:string|str|text)\?? ?=)[:=>]{0,3}[ \t]{0,3}["'`]?(?<secret>[\w.~+/=@%^*#:|-]{12,})(?![\w$({[])/i,
      accept,
    },
    {
      re: /(?:access|secret|private|account|storage|signing|encryption|license|client|master|(?:pre)?shared)[_-]?(?:key|password)["']? ?(?:\?\?=|[:=?])[:=>]{0,3}[ \t]{0,3}["'`]?(?<secret>[\w.~+/=@%^*#:|-]{12,})(?![\w$({[])/i,
      accept,
    },
    // Nothing but the random value: AWS names its key, a day and a region, `X-Amz-Credential=`.
    {
      re: /(?:cred|credential)s?["']? ?[:=][:=>]{0,2}[ \t]{0,3}["'`]?(?<secret>[A-Za-z0-9]{32,})(?![\w.%/+=$({[-])/i,
      accept,
    },
    // A personal access token: `AZURE_DEVOPS_PAT=`
    {
      re: /_pat["']? ?[:=][:=>]{0,2}[ \t]{0,3}["'`]?(?<secret>[\w.~+/=-]{20,128})(?![\w$({[])/i,
      accept,
    },
    // Aligned columns, as people write settings in Ruby, PHP and YAML.
    {
      re: /(?:token|secret|_key)["']?(?: {2}|\t)[ \t]{0,22}(?:=>|[:=|])[ \t]{0,24}["'`]?(?<secret>[\w.~+/=@%^*#:|-]{12,})(?![\w$({[])/i,
      accept,
    },
    // Django makes its key of fifty characters, signs among them (get_random_secret_key in its source).
    {
      re: /secret_key["']?[ \t]{0,3}[:=,][ \t]{0,3}["'](?<secret>[\w!@#$%^&*()=+-]{40,80})["']/i,
      accept: ({ secret }) =>
        hasDigitAndLetter(secret) &&
        entropyOf(secret) >= 3.5 &&
        !isPlaceholder(secret) &&
        !secret.startsWith('django-insecure-'),
    },
    // A flag of a command: `--token 7f3k...`, which ends up in logs and lists of processes.
    {
      re: /[_-](?:api[_-]key|token|secret|access[_-]key|secret[_-]key|bearer)(?:[ \t]+["']?|["'],\s{0,12}["'])(?<secret>[\w.~+/=@%^*#:|-]{16,})(?![\w$({[-])/,
      accept: (candidate) => {
        const { text, before, secret, after } = candidate;
        return (
          isFlag(candidate) &&
          !(REQUEST_FLAG.test(before) && isUuid(secret)) &&
          !isShown(secret, after) &&
          isAssignedToken(secret, before.replace(/^.*[\s"'`]-{0,2}/s, '') + (/^[\w-]+/.exec(text)?.[0] ?? ''))
        );
      },
    },
  ],
  examples: {
    fires: [
      'BILLING_TOKEN ??= "8f3kQ2j9xLm4vT7wZp1s"',
      'billingSecretString=8f3kQ2j9xLm4vT7wZp1s',
      'billing_token_123 = "8f3kQ2j9xLm4vT7wZp1s"',
      "search({ appId: 'BH4D9OD16A', apiKey: '25626fae796133dc1e734c6bcaaeac3c', admin: true })",
      'RECAPTCHA_SECRET=6Lc8f3kQ2j9xLm4vT7wZp1s8f3kQ2j9xLm4vT7wZ',
      '$billing_token .= "8f3kQ2j9xLm4vT7wZp1s"',
      'ledger_token: 7340185529163047',
      'ledger_token: 2747283274849803',
      'adobe_token: 237751093469c6fa28550eff57089218',
      'AZURE_STORAGE_KEY=8zP4ZnHUYOX8IoA50uOftJ80jJYUYKpH5bfNTUHFim0oNvwpZYRZY/RSxs0KrBRi0iaE3ZBJqtCEpKeWKqXJiI==',
      'AZURE_DEVOPS_PAT=gclw0b3gvgjx45fvu4ig7q6ynwqbmr71yk1iiahn8ybaf3cn8euv',
      '{"finnhub_token": "0q2i2m1ndod0hwi1gf4k"}',
      'ZENDESK_API_TOKEN=a4934aux4k1tk0bxg78l8qwbeos2vt9dq6dxdg2j',
      'apiKey: "k3Jq81mZp0sXv72LwQe5"',
      'https://stranger.invalid/collect?api_key=7f3kq0z81mxp2vj5w9s4',
      'SECRET_KEY = "8fj2k9x0qmz71lvp5s3w"',
      'CLIENT_SECRET="0557b061-6c3f-47f1-80f7-73ddd11ae2c9"',
      'client_secret=yJ-xZ1qycWHUzTUBKr20pUt6zWFmcHSBHus9769LsdOPp2ob',
      "  :api_token       => '4ian1234k9x0qmz7'",
      "SECRET_KEY = 'wwf*2#86t64!fgh6yav$aoeuo@u2o@fy&*gg76q!&%6x_wbduad'",
      'deployctl push --token 7f3kq0z81mxp2vj5w9s4',
      '"args": ["-y", "billing-mcp", "--api-key", "7f3kq0z81mxp2vj5w9s4"]',
      'deployctl push -secret 7f3kq0z81mxp2vj5w9s4',
      'deployctl push --ledger_token 7f3kq0z81mxp2vj5w9s4',
      'deployctl push --ledger-api-key 7f3kq0z81mxp2vj5w9s4',
      'curl --oauth2-bearer "eZs2fjkjD8hUcsQ37b8zHig=="',
      'billing_token: "Bearer 8f3kQ2j9xLm4vT7wZp1s"',
      '- **API Key**: `8f3kQ2j9xLm4vT7wZp1s`',
      '| API key | `8f3kQ2j9xLm4vT7wZp1s` |',
      'const billingToken string = "8f3kQ2j9xLm4vT7wZp1s"',
      'billing.api.key=8f3kQ2j9xLm4vT7wZp1s',
      'config :billing, secret_key_base: "8f3kQ2j9xLm4vT7wZp1s"',
      'token1 = 8f3kQ2j9xLm4vT7wZp1s',
      '// API KEY = 8f3kQ2j9xLm4vT7wZp1s',
      'PresharedKey = uRsfsZ2Ts1rach4Zv3hhwcx6wa5fuIo2u3w7sa+7j81=',
      'BOOTSTRAP_TOKEN: "be8dfd.da8a689a46edc282"',
      'BACKEND_TOKEN=8f3kQ2j9xLm4vT7wZp1s',
      '"credentials" : "513e0a36963ae1e8431c041b744679ee578b7c44"',
      'CURSOR_API_KEY=8f3kQ2j9xLm4vT7wZp1s',
      'WEBFLOW_TOKEN=8f3kQ2j9xLm4vT7wZp1s',
      'EXCHANGE_API_KEY=0557b061-6c3f-47f1-80f7-73ddd11ae2c9',
      'CSRF_SECRET=8f3kQ2j9xLm4vT7wZp1s',
    ],
    silent: [
      '<a href="https://news.invalid/unsubscribe?u=25626fae796133dc&token=14c97cbff4784e5280049a2aa1fe55e71f646582">',
      '{"access_token":"2YotnFZFEjr1zCsicMWpAA","refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA"}',
      '{\\"INNERTUBE_API_KEY\\":\\"AIzaSyRO2DKkfJiTaQJBclMFD40BwZxSPccuGax\\"}',
      "docsearch({ appId: 'BH4D9OD16A', apiKey: '25626fae796133dc1e734c6bcaaeac3c', indexName: 'docs' })",
      'https://shop.s3.amazonaws.com/a.pdf?x-amz-security-token=8f3kQ2j9xLm4vT7wZp1s8f3kQ2j9xLm4vT7wZp1s&Expires=1795000000',
      "mapboxgl.accessToken = 'pk.eyJ1Ijoic2hvcCIsImEiOiJjbDhmM2tRMmo5eExtNHZUN3cifQ.8f3kQ2j9xLm4vT7wZp1sAB'",
      '"recaptchaToken":"03AGdBq27kq8fd93kd93kd9d93kd93kd9xmq0d"',
      '"token":"dGVzdHRva2Vu:APA91bH8f3kQ2j9xLm4vT7wZp1s8f3kQ2j9"',
      'https://graph.microsoft.com/v1.0/users?$skiptoken=RFNwdAIAAQAAAB46YWRlbGUudkBzdHJhbmdlcg8f3kQ2j9xLm4vT7wZp1s',
      'flowToken=AQABIQEAAABVrSpeuWamRam2jAF1XRQE8f3kQ2j9xLm4vT7wZp1s',
      '{"serviceIntegrityDimensions":{"poToken":"MnSxVr0fKq2Zb8LhJQmR5cN2dGp9sUe4iAoE8fKx3Ml"}}',
      "const apiKey = 'test-api-key-123';",
      'api_token: abcd1234efgh5678',
      'checksum/secret: 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
      'dd-api-key=pub163ff7837ae041f3f48e1a9ec2e1aba7&dd-evp-origin=browser',
      'authenticity_token=XLveDrKzF1SwaiNRPTaMtkrsTzedtebPPkmxEFIU0ordLjICSnXsSNfrdMa4ccyB',
      'csrfmiddlewaretoken=8f3kQ2j9xLm4vT7wZp1s8f3kQ2j9xLm4vT7wZp1s',
      'name=a&_token=8f3kQ2j9xLm4vT7wZp1s8f3kQ2j9xLm4vT7wZp1s',
      'clientSecret: env.AUTH_AZURE_AD_B2C_SECRET,',
      'clientSecret: AUTH_AZURE_AD_B2C_CLIENT_SECRET',
      'private_key: x25519.X25519PrivateKey',
      '"AWS::MSK::BatchScramSecret": "ff2b807a577495b0"',
      '"secret": "arn:aws:secretsmanager:us-west-2:123456789012:secret:MySecret1-a1b2c3"',
      'secret: urn:k8s:secret:name:key1',
      '"LockToken":"447e55ac-2396-4c6d-b9f9-86b67c17f8b5"',
      'Culture=neutral, PublicKeyToken=b77a5c561934e089',
      'max_tokens: 2048',
      'time_pat = "%Y-%m-%dT%H:%M:%S"',
      'date_pat = r"[0-9]{4}-[0-9]{2}"',
      'token: string',
      'const token = getAccessToken2(user)',
      'apiKey: process.env.OPENAI_API_KEY2',
      '"next_page_token": "CAUQAA3kq0z81mxp2vj5w9s4"',
      '"startPageToken": "CAUQAA3kq0z81mxp2vj5w9s4"',
      'nextsynctoken=CAUQAA3kq0z81mxp2vj5w9s4',
      'start_key   = "CAUQAA3kq0z81mxp2vj5w9s4"',
      'token=your-token-goes-here-2024',
      '{"api_key": "4f074c35ad24d6a0df2e47369a7cbaef", "events": [{"device_id": "24f97a41"}]}',
      '{"event":"open","properties":{"token":"57f54369641aaec8b79193ae0a26aa12","distinct_id":"60f0554c"}}',
      '"hashed_secret": "513e0a36963ae1e8431c041b744679ee578b7c44"',
      'signingkey = 4ED778F539E3634C779C87C6D7062848A1AB005C',
      'valueFrom: arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-8f3kQ2:password::',
      "SECRET_KEY = 'django-insecure-wwf86t64fgh6yavaoeuo2ufygg76q6xwbduad'",
      '"cart_token":"0818136f5a7c4e2b9d3f6a1c8e5b7d20"',
      'dummy_secret = "8f3kQ2j9xLm4vT7wZp1s"',
      'secret: this.state.oauth2ClientSecret',
      'X-CSRF-Token: 7f3kq0z81mxp2vj5w9s4',
      '"clientToken": "7b5c2f0e-3d1a-4c59-9a0e-1f2b3c4d5e6f"',
      'deployctl push --token <token>',
      'ledger list --page_token 7f3kq0z81mxp2vj5w9s4',
      'ledger list --starting-token 7f3kq0z81mxp2vj5w9s4',
      'X-Amz-Credential=ASIA8F3KQ2J9XLM4VT7W%2F20260101%2Feu-west-1%2Fs3%2Faws4_request',
      "fetch('/orders', { credentials: 'include' })",
      "credentialsId: '29f63271-dc2f-4734-8221-5b31b5169bac'",
      '| Token | sha256-of-the-body-2 |',
      'val token: String = "access_token"',
      'the built-in-token 7f3kq0z81mxp2vj5w9s4',
      'kubectl create secret generic shop --from-file=ssh-privatekey=path/to/keys/key1',
      'aws acm list-certificates --next-token 9f4d9f69-275a-41fe-b58e-2b837bd9ba48',
      'aws ecs run-task --client-token 550e8400-e29b-41d4-a716-446655440000',
    ],
  },
};
