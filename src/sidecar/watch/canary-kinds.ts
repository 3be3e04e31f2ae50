import { randomInt } from 'node:crypto';
import { base62, crc32 } from '../../detect/checks/crc32.js';
import { isExample } from '../../detect/judge.js';

/** One thing to plant: what a program would call it, and the fake. */
export interface CanaryValue {
  readonly name: string;
  readonly value: string;
}

const DIGITS = '0123456789';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const LETTERS = UPPER + LOWER;
const ALNUM = DIGITS + LETTERS;
const BASE64 = `${LETTERS}${DIGITS}+/`;
const BASE64URL = `${LETTERS}${DIGITS}-_`;
/** RFC 4648 §6. */
const BASE32 = `${UPPER}234567`;

/**
 * How each kind of fake is made: in the form of the real thing, checksum included, so that whoever finds it believes
 * it. None is valid anywhere: no provider ever issued it.
 */
const kinds = {
  generic: () => [{ name: 'API_TOKEN', value: chance(40, ALNUM) }],
  // https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
  github: () => [{ name: 'GITHUB_TOKEN', value: withChecksum(`ghp_${chance(30, ALNUM)}`) }],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  aws: () => [
    { name: 'AWS_ACCESS_KEY_ID', value: `AKIA${chance(16, BASE32)}` },
    { name: 'AWS_SECRET_ACCESS_KEY', value: chance(40, BASE64) },
  ],
  // The letters in the middle spell OpenAI in base64, as in the real ones.
  openai: () => [{ name: 'OPENAI_API_KEY', value: `sk-proj-${chance(74, BASE64URL)}T3BlbkFJ${chance(74, BASE64URL)}` }],
  anthropic: () => [{ name: 'ANTHROPIC_API_KEY', value: `sk-ant-api03-${chance(93, BASE64URL)}AA` }],
  google: () => [{ name: 'GOOGLE_API_KEY', value: `AIza${chance(35, BASE64URL)}` }],
  // https://api.slack.com/concepts/token-types
  slack: () => [
    {
      name: 'SLACK_BOT_TOKEN',
      value: `xoxb-${chance(12, '123456789')}-${chance(13, '123456789')}-${chance(24, ALNUM)}`,
    },
  ],
  stripe: () => [{ name: 'STRIPE_SECRET_KEY', value: `sk_live_${chance(24, ALNUM)}` }],
  // https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/
  npm: () => [{ name: 'NPM_TOKEN', value: withChecksum(`npm_${chance(30, ALNUM)}`) }],
  gitlab: () => [{ name: 'GITLAB_TOKEN', value: `glpat-${chance(20, BASE64URL)}` }],
} as const satisfies Record<string, () => readonly CanaryValue[]>;

/** What a canary can look like. */
export type CanaryKind = keyof typeof kinds;
export const canaryKinds = Object.keys(kinds).filter(isCanaryKind);

export function isCanaryKind(name: string): name is CanaryKind {
  return Object.hasOwn(kinds, name);
}

/** Makes the fakes of a kind. */
export function makeCanary(kind: CanaryKind): readonly CanaryValue[] {
  for (;;) {
    const values = kinds[kind]();
    // One in millions looks like what documentation writes.
    if (!values.some(({ value }) => isExample(value))) return values;
  }
}

function chance(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** GitHub's and npm's tokens end in the CRC-32 of the thirty characters behind the prefix, in base 62. */
function withChecksum(token: string): string {
  return token + base62(crc32(token.slice(4)));
}
