import type { SecureContext } from 'node:tls';
import { upstreamTrust } from '../proxy/certificates/upstream-trust.js';
import { gatewayCaFile, withGatewayCa, writeGatewayCa } from './gateway-ca.js';
import { readIfThere } from './state-folder.js';

/** The authorities that servers are verified against; the CA of a gateway can be added while the sidecar runs. */
export class UpstreamAuthorities {
  readonly #home: string;
  readonly #configured: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  #context: SecureContext;

  /** @throws GuardianError `config.ca_file` as {@link upstreamTrust}. */
  constructor(home: string, configured: readonly string[], env: NodeJS.ProcessEnv) {
    this.#home = home;
    this.#configured = configured;
    this.#env = env;
    this.#context = this.#load();
  }

  readonly trust = (): SecureContext => this.#context;

  /** Keeps and trusts the certificates of a gateway. Returns whether they were new. */
  trustGateway(certificates: string): boolean {
    const present = readIfThere(gatewayCaFile(this.#home))?.toString('utf8').trim();
    if (present === certificates.trim()) return false;
    writeGatewayCa(this.#home, certificates.trim());
    this.#context = this.#load();
    return true;
  }

  #load(): SecureContext {
    return upstreamTrust([...new Set(withGatewayCa(this.#home, this.#configured))], this.#env);
  }
}
