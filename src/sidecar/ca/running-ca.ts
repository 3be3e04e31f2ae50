import { fingerprintOf } from '../../proxy/certificates/authority.js';
import { LeafContexts } from '../../proxy/certificates/leaf-contexts.js';
import { expiryOf, trustedCertificates, type AuthorityFile } from './authority-file.js';
import { openAuthority, type CaOptions, type OpenedAuthority } from './ca-store.js';

export interface RunningCaOptions extends CaOptions {
  /** Writes the bundle that clients are pointed at, with these certificates of ours. */
  readonly bundle: (certificates: readonly string[]) => void;
}

/** The CA that a running sidecar signs with. It can be exchanged for the one on disk while connections go on. */
export class RunningCa {
  readonly leaves: LeafContexts;
  readonly outcome: OpenedAuthority['outcome'];
  readonly #options: RunningCaOptions;
  #file: AuthorityFile;
  #reloading: Promise<void> = Promise.resolve();

  /** @throws GuardianError as {@link openAuthority}. */
  static async open(options: RunningCaOptions): Promise<RunningCa> {
    const { file, signer, outcome } = await openAuthority(options);
    options.bundle(trustedCertificates(file));
    return new RunningCa(await LeafContexts.of(signer), outcome, file, options);
  }

  private constructor(
    leaves: LeafContexts,
    outcome: OpenedAuthority['outcome'],
    file: AuthorityFile,
    options: RunningCaOptions,
  ) {
    this.leaves = leaves;
    this.outcome = outcome;
    this.#file = file;
    this.#options = options;
  }

  /** As `openssl x509 -fingerprint -sha256` prints it. */
  get fingerprint(): string {
    return fingerprintOf(this.#file.certificate);
  }

  get expiry(): Date {
    return expiryOf(this.#file.certificate);
  }

  /**
   * Signs with the CA that lies on disk now. One reload follows the other, so that the last one asked for is the one
   * that stays.
   *
   * @throws GuardianError as {@link openAuthority}; the CA of before stays in use then.
   */
  reload(): Promise<void> {
    const reloaded = this.#reloading.then(async () => {
      const { file, signer } = await openAuthority(this.#options);
      this.#options.bundle(trustedCertificates(file));
      await this.leaves.use(signer);
      this.#file = file;
    });
    this.#reloading = reloaded.catch(() => undefined);
    return reloaded;
  }
}
