import { fingerprintOf } from '../../proxy/certificates/authority.js';
import { GuardianError } from '../../text/guardian-error.js';
import { isExpired, readAuthorityFile, trustedCertificates, type ReadAuthority } from './authority-file.js';
import { makeAuthorityFile, publishCertificate, type CaOptions } from './ca-store.js';
import { replaceAuthority, type ReplaceStep } from './replace-authority.js';

/** Which retired CAs are to be trusted no longer: all of them, or the one with this fingerprint. */
export type Drop =
  { readonly kind: 'none' } | { readonly kind: 'all' } | { readonly kind: 'one'; readonly fingerprint: string };

export interface RotationRequest {
  /** Makes a new CA and retires the one in use. */
  readonly renew: boolean;
  readonly drop: Drop;
}

/** What has just been done, in this order. */
export type RotationStep = 'bundled' | ReplaceStep | 'published';

export interface RotationOptions extends CaOptions {
  /** Writes the bundle that clients are pointed at, with these certificates of ours. */
  readonly bundle: (certificates: readonly string[]) => void;
  /** Called between the steps. */
  readonly onStep?: (step: RotationStep) => void;
}

/**
 * Rotates the CA, or forgets retired ones. Clients learn of a new CA before anything is signed with it, and it is in use
 * from one moment to the next: a crash leaves the old one or the new one, whole. The key of a CA that is retired is
 * destroyed; only its certificate stays.
 *
 * @throws GuardianError `ca.absent`, `ca.not_retired` when there is nothing to drop under that fingerprint, or as
 *   {@link readAuthorityFile} and {@link replaceAuthority}.
 */
export async function rotateAuthority(options: RotationOptions, request: RotationRequest): Promise<void> {
  const { state, bundle, onStep = () => undefined } = options;
  const read = requireAuthority(options);
  const { file } = read;
  // A new key must not be sealed more weakly than the old one because a variable is missing in this shell.
  if (request.renew && file.secret === 'passphrase' && options.passphraseFile === undefined) {
    throw new GuardianError({ code: 'ca.passphrase_missing', args: {} });
  }
  const candidates = request.renew ? [...file.retired, file.certificate] : file.retired;
  const retired = withoutDropped(
    candidates.filter((pem) => !isExpired(pem)),
    request.drop,
  );
  const next = request.renew ? await makeAuthorityFile(options, retired) : { ...file, retired };
  // Without a new one it comes to nothing, but a bundle that cannot be written is known before anything is dropped.
  bundle(request.renew ? [...trustedCertificates(file), next.certificate] : trustedCertificates(file));
  onStep('bundled');
  replaceAuthority(state, read, next, onStep);
  publishCertificate(state, next);
  bundle(trustedCertificates(next));
  onStep('published');
}

/** The CA on disk. @throws GuardianError `ca.absent`, or as {@link readAuthorityFile}. */
export function requireAuthority({ state }: Pick<CaOptions, 'state'>): ReadAuthority {
  const read = readAuthorityFile(state);
  if (read === undefined) throw new GuardianError({ code: 'ca.absent', args: {} });
  return read;
}

function withoutDropped(retired: readonly string[], drop: Drop): readonly string[] {
  switch (drop.kind) {
    case 'none':
      return retired;
    case 'all':
      return [];
    case 'one': {
      const kept = retired.filter((pem) => fingerprintOf(pem) !== drop.fingerprint);
      if (kept.length === retired.length) {
        const known = retired.map(fingerprintOf).join(', ');
        throw new GuardianError({
          code: 'ca.not_retired',
          args: { fingerprint: drop.fingerprint, known: known || '-' },
        });
      }
      return kept;
    }
  }
}
