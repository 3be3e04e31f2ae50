import { randomBytes } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ALPHANUMERIC = `${LETTERS}0123456789`;
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const HEX = '0123456789abcdef';

function random(alphabet: string, length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** Ways to make a secret that some rule of the catalogue knows. */
const MAKERS: (() => string)[] = [
  () => `sk-ant-api03-${random(ALPHANUMERIC, 93)}AA`,
  () => `sk-proj-${random(ALPHANUMERIC, 60)}`,
  () => `AKIA${random(UPPER, 16)}`,
  () => `hf_${random(LETTERS, 34)}`,
  () => `gsk_${random(ALPHANUMERIC, 52)}`,
  () => `sk-or-v1-${random(HEX, 64)}`,
  () => `r8_${random(ALPHANUMERIC, 37)}`,
  () => `AIzaSy${random(ALPHANUMERIC, 33)}`,
  () => `xai-${random(ALPHANUMERIC, 80)}`,
  () => `-----BEGIN PRIVATE KEY-----\n${random(ALPHANUMERIC, 64)}\n-----END PRIVATE KEY-----`,
];

/** Secrets that nobody uses: random, of forms that the detector knows. */
export function generateSecrets(count: number): string[] {
  return Array.from({ length: count }, (_, i) => MAKERS[i % MAKERS.length]!());
}

/** The part of a secret that is secret: what may not turn up anywhere. */
export function secretPart(secret: string): string {
  return (
    secret.split('\n')[1] ?? secret.replace(/^(?:sk-ant-api03-|sk-proj-|sk-or-v1-|AKIA|AIza|[a-z0-9]+[-_])/, '')
  ).slice(0, 14);
}
