import { createHash, createHmac } from 'node:crypto';
import type { Config } from './config.generated.js';

/**
 * SHA-256 of a configuration as it is in use, file and environment together, in hexadecimal. The same configuration has
 * the same digest whatever the order of its keys. The upstream proxy's URL may hold a password that can be guessed, so
 * it goes in under a key of this installation.
 */
export function configDigest(config: Config, key: Buffer): string {
  const { upstreamProxy, ...rest } = config;
  const hidden =
    upstreamProxy === undefined
      ? rest
      : { ...rest, upstreamProxy: createHmac('sha256', key).update(upstreamProxy).digest('hex') };
  return createHash('sha256').update(canonicalJson(hidden)).digest('hex');
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
