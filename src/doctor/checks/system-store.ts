import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { certificatesIn, SYSTEM_BUNDLES } from '../../sidecar/ca/ca-bundle.js';
import { describeAuthority } from '../../sidecar/ca/ca-description.js';
import type { Check } from '../check.js';
import { fail, ok, skip } from '../verdict.js';

/** Whether this system as a whole trusts our CA, which it should not: only what is watched needs to. */
export const systemStore: Check = {
  code: 'system_store',
  run: ({ state }) => {
    const authority = describeAuthority(state);
    if (authority === undefined) return skip({ code: 'doctor.ca.none', args: {} });
    const ours = new Set([authority, ...authority.retired].map(({ fingerprint }) => fingerprint));
    const stores = SYSTEM_BUNDLES.filter((file) => fingerprintsIn(file).some((fingerprint) => ours.has(fingerprint)));
    if (stores.length === 0) return ok({ code: 'doctor.store.ok', args: {} });
    const args = { stores: stores.join(', ') };
    return [fail({ code: 'doctor.store.trusted', args }, { code: 'doctor.store.remedy', args: {} })];
  },
};

function fingerprintsIn(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return certificatesIn(text).flatMap((pem) => {
    try {
      return [new X509Certificate(pem).fingerprint256];
    } catch {
      return [];
    }
  });
}
