import { isKeyFingerprint } from '../../checks/assigned-secret.js';
import { isPlaceholder } from '../../checks/placeholder.js';
import { entropyOf, hasDigitAndLetter } from '../../checks/randomness.js';
import { isUuid } from '../../checks/uuid.js';
import { isWordy } from '../../checks/words.js';
import type { Candidate, Rule } from '../../rule.js';

/** Names of keys that open nothing: places in tables and caches, names of things, public halves. */
const HARMLESS_NAME =
  /(?:hashed|websocket|public|publishable|primary|foreign|partition|range|cache|idempotency|dedupe?|object|routing|storage|bucket|known|lookup|index|group|merge|composite|unique|translation|query|event|message|commit|build|version|artifact|image|photo|video|asset|upload|document|report|variant|feature|experiment|captcha|order|issue|ticket|board|label|field|trace|metric|product|option|entity|record|parent|child|shard|instrumentation|measurement|sentry|checksum|integrity|content|example|dummy)[ _.-]?key$/i;
/** The same in few letters, which other names end with: `STATUSPAGE_KEY` is one of a service. */
const HARMLESS_WORD =
  /(?:^|[^a-z])(?:pub|anon|sort|hash|row|host|site|map|join|i18n|file|blob|s3|lock|flag|node|page|post|rl|job|task|span|item|ikey|etag|test|fake|mock|sample)[ _.-]?key$/;
/** Where a word begins inside of a name: `rowKey`. */
const INNER_WORD = /(?<=[a-z\d])(?=[A-Z])/g;
/** What `assigned-token` looks at. */
const OTHERS = /(?:api|auth|access|secret|private|account|signing|encryption|license|client|master|shared)[ _-]?key$/i;
const HEX = /^[0-9a-f]+$/i;
/** Shorter values are names and versions more often than keys. */
const MIN_LENGTH = 20;
/** Hexadecimal digits of a key of 128 bits: fewer are identifiers. */
const MIN_HEX = 32;
/** Bits a character: what random text of twenty characters and more has at least, and most names have not. */
const MIN_ENTROPY = { hex: 3, mixed: 3.6 };
/**
 * The numbered names of things that a key may be made of, `users/42`, `a:b:c`, public halves (`pk_`, `phc_`), labels of Kubernetes, and
 * all letters in a row.
 */
const NAMED =
  /abcdefghijklm|^[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}\/|[/:].*[/:]|^\d+[._-]|^ssh-|^AAAA[BC]3|^phc_|^pk[_-]/i;

const isKey = ({ text, secret, before }: Candidate): boolean => {
  const name = `${before}${text}`.slice(0, before.length + text.search(/key|pat|psk/i) + 3);
  if (
    secret.length < MIN_LENGTH ||
    !hasDigitAndLetter(secret) ||
    isKeyFingerprint(secret, before + text.slice(0, -secret.length)) ||
    HARMLESS_NAME.test(name) ||
    HARMLESS_WORD.test(name.replace(INNER_WORD, '_').toLowerCase()) ||
    OTHERS.test(name) ||
    (NAMED.test(secret) && !isUuid(secret) && !text.includes('base64:')) ||
    isPlaceholder(secret)
  )
    return false;
  const digits = secret.replaceAll('-', '');
  if (HEX.test(digits)) return digits.length >= MIN_HEX && entropyOf(digits) >= MIN_ENTROPY.hex;
  return entropyOf(secret) >= MIN_ENTROPY.mixed && !isWordy(secret);
};

/** A UUID is a key only where capitals say that somebody set one. */
const isKeyAndNoNumber = (candidate: Candidate): boolean => !isUuid(candidate.secret) && isKey(candidate);

const isQuoted = ({ text, secret }: Candidate): boolean => /["'`]$/.test(text.slice(0, text.length - secret.length));

/** Shorter ones without quotes are names; the key of a cache is put together from words and a hash: `v1-node-7b1c2d...`. */
const isPlain = ({ before, secret }: Candidate): boolean =>
  !before.endsWith('.') && /^[\w+/=-]{24,}$/.test(secret) && !/^(?:v\d+-)?[A-Za-z]{3,}[-_]/.test(secret);

export const rule: Rule = {
  pattern: 'generic_secret',
  variant: 'assigned-key',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'medium',
  confidence: 'low',
  group: 'generic-secrets',
  about: 'A random value that something named after a service and "key" is set to, in a settings file or in code.',
  anatomy:
    'NAME_KEY, NAME_PAT or NAME_PSK in capitals, or a name that ends in key, quoted value or not; 20 or more random characters, 24 without quotes',
  source: 'https://cwe.mitre.org/data/definitions/798.html',
  match: [
    {
      re: /(?<=[A-Z0-9])[_.](?:KEY|PAT|PSK)["']? ?(?:\?{1,2}=|:{1,3}=?|==?)[ \t]{0,3}["'`]?(?:base64:)?(?<secret>[\w.~+/=-]{16,})(?![$({[])/,
      accept: isKey,
    },
    {
      re: /(?<=[a-z0-9_. -])(?:key|Key|KEY)\d? ?(?::|:?=) ?["'`]?(?<secret>[\w.~+/=|-]{16,})(?![\w($.[{])/,
      accept: (candidate) =>
        /\d/.test(candidate.text) && (isQuoted(candidate) || isPlain(candidate)) && isKeyAndNoNumber(candidate),
    },
  ],
  examples: {
    fires: [
      'SPLUNK.KEY ?= "8gNfR3bC7mJ6p9eK4t8wQ2xZ"',
      'SPLUNK_KEY=8gNfR3bC7mJ6p9eK4t8wQ2xZ',
      'STATUSPAGE_KEY=8gNfR3bC7mJ6p9eK4t8wQ2xZ',
      'APP_KEY=base64:uRsf/Z2Ts1rach4Zv3hhwcx6wa5fuIo2u3w/sa+7j81=',
      'const LEDGER_KEY = "12557061-6c3f-47f1-80f7-73ddd11ae2c9"',
      'export AZDO_PAT="iyfmob6xjrfmit67anxbot64umfx2clwx7dz5ynxi4q2z3uqegvq"',
      '# config.facebook.key = "34cebc81c056a21bc66e212f947d73ec"',
      'weatherKey := "X7ZT5pnGkgFLz9H1vR4WmY3qNcB8jD6M"',
      'weather_key: "X7ZT5pnGkgFLz9H1vR4WmY3qNcB8jD6M"',
      '[DEBUG] Using weather key=X7ZT5pnGkgFLz9H1vR4WmY3qNcB8jD6M',
      'weather:\n  url: https://stranger.invalid\n  weather_key: X7ZT5pnGkgFLz9H1vR4WmY3qNcB8jD6M\n',
    ],
    silent: [
      'ENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305',
      'HashedKey: "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"',
      'Sec-WebSocket-Key: rO4zbt4WhEA2NcsW4h8XMQ==',
      'feature_key: 12f5c53c1848cc5565ac2596f35bb209',
      'const variantKey = "Rc6TG2hkETgo2oWEY4hIbtxd3lpD23FP";',
      'key: "kubernetes.io/e2e-az-name-2"',
      'VITE_POSTHOG_KEY=phc_4URIAm1uYfJO7j8kWSe0J8lc8IqnstRLS7Jx8NcakHo',
      'VITE_STRIPE_KEY=pk_live_8gNfR3bC7mJ6p9eK4t8wQ2xZ',
      '_UNRESERVED_PAT = r"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-~"',
      '_UNRESERVED_PAT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-~"',
      'PUBLIC_KEY=X7ZT5pnGkgFLz9H1vR4WmY3qNcB8jD6M',
      'cacheKey = "9e107d9d372bb6826bd81d3542a419d6"',
      'const storageKey = "app:settings:theme2"',
      'ROW_KEY=7b5c2f0e-3d1a-4c59-9a0e-1f2b3c4d5e6f',
      'rowKey: "X7ZT5pnGkgFLz9H1vR4WmY3qNcB8jD6M"',
      'DEPLOY_KEY=your-key-goes-here-2024-x',
      'const react_key = "list-item-component-number-12"',
      'weather_key: 7b5c2f0e-3d1a-4c59-9a0e-1f2b3c4d5e6f',
      'Found a cache from build 12 at key: v1-npm-7b1c2d9e4f5a6b7c8d9e0f1a2b3c4d5e7b1c2d9e',
      'https://www.dropbox.com/scl/fi/rlninqtozmltmaesuha1u/x.pdf?rlkey=6dhzwvs1o38ffaa6wei3qrplk&dl=0',
      'Cache restored from key: node-cache-Linux-x64-npm-7b1c2d9e4f5a6b7c8d9e0f1a2b3c4d5e',
      'public key: X7ZT5pnGkgFLz9H1vR4WmY3qNcB8jD6M',
    ],
  },
};
