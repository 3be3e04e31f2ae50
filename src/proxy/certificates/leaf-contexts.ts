import { randomBytes } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { LRUCache } from 'lru-cache';
import { signerOf, type Authority, type Signer } from './authority.js';
import { createLeafKey, issueLeaf, issueUntrustedLeaf, type Leaf, type LeafKey } from './leaf.js';

/** Contexts kept, each some 30 KiB of OpenSSL memory. An agent talks to a few dozen hosts. */
const MAX_CONTEXTS = 500;
/** A context is made again after this long, in milliseconds, well before its leaf expires. */
const CONTEXT_TTL_MS = 24 * 60 * 60 * 1000;
/** Size of the key block with which Node encrypts session tickets (tls.createSecureContext `ticketKeys`). */
const TICKET_KEY_BYTES = 48;

/**
 * TLS server contexts by server name, each with its leaf certificate. Making one costs milliseconds, so they are kept,
 * bounded, and made once when several connections ask at the same time.
 */
export class LeafContexts {
  readonly #signer: Signer;
  readonly #key: LeafKey;
  readonly #kept = new LRUCache<string, SecureContext>({ max: MAX_CONTEXTS, ttl: CONTEXT_TTL_MS });
  readonly #pending = new Map<string, Promise<SecureContext>>();
  // One ticket key for all names: a client may resume with any of our contexts, and OpenSSL checks the name.
  readonly #ticketKeys = randomBytes(TICKET_KEY_BYTES);

  private constructor(signer: Signer, key: LeafKey) {
    this.#signer = signer;
    this.#key = key;
  }

  static async create(authority: Authority): Promise<LeafContexts> {
    return new LeafContexts(await signerOf(authority), await createLeafKey());
  }

  /** The context for a name, from an issuer that the client was told to trust. */
  trusted(name: string): SecureContext | Promise<SecureContext> {
    return this.#get(name, () => issueLeaf(name, this.#signer, this.#key));
  }

  /** A context that the client must refuse, because the real server's certificate did not verify. */
  untrusted(name: string): SecureContext | Promise<SecureContext> {
    return this.#get(`untrusted ${name}`, () => issueUntrustedLeaf(name));
  }

  #get(cacheKey: string, issue: () => Promise<Leaf>): SecureContext | Promise<SecureContext> {
    const kept = this.#kept.get(cacheKey);
    if (kept !== undefined) return kept;
    let pending = this.#pending.get(cacheKey);
    if (pending === undefined) {
      pending = issue()
        .then((leaf) => {
          const context = createSecureContext({
            cert: leaf.certificatePem,
            key: leaf.privateKeyPem,
            minVersion: 'TLSv1.2',
            ticketKeys: this.#ticketKeys,
          });
          this.#kept.set(cacheKey, context);
          return context;
        })
        .finally(() => this.#pending.delete(cacheKey));
      this.#pending.set(cacheKey, pending);
    }
    return pending;
  }
}
