import { randomBytes } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { LRUCache } from 'lru-cache';
import { DAY_MS } from '../../time/lengths.js';
import { signerOf, type Authority, type Signer } from './authority.js';
import { createLeafKey, issueLeaf, issueUntrustedLeaf, type Leaf, type LeafKey } from './leaf.js';

/** Contexts kept, each some 30 KiB of OpenSSL memory. An agent talks to a few dozen hosts. */
const MAX_CONTEXTS = 500;
/**
 * A context is made again after this long, in milliseconds, well before its leaf expires. Measured on the wall clock, as
 * clients judge certificates: one that was made before the clock was set back would not be valid yet.
 */
const CONTEXT_TTL_MS = DAY_MS;
/** Size of the key block with which Node encrypts session tickets (tls.createSecureContext `ticketKeys`). */
const TICKET_KEY_BYTES = 48;

/**
 * TLS server contexts by server name, each with its leaf certificate. Making one costs milliseconds, so they are kept,
 * bounded, and made once when several connections ask at the same time.
 */
export class LeafContexts {
  #issuing: Issuing;

  private constructor(issuing: Issuing) {
    this.#issuing = issuing;
  }

  static async create(authority: Authority): Promise<LeafContexts> {
    return LeafContexts.of(await signerOf(authority));
  }

  static async of(signer: Signer): Promise<LeafContexts> {
    return new LeafContexts(issuingWith(signer, await createLeafKey()));
  }

  /**
   * Signs with another authority from now on. Connections that are open keep the context that they have; sessions of
   * before are not resumed, so that each client sees the new certificate once.
   */
  async use(signer: Signer): Promise<void> {
    this.#issuing = issuingWith(signer, await createLeafKey());
  }

  /** The context for a name, from an issuer that the client was told to trust. */
  trusted(name: string): SecureContext | Promise<SecureContext> {
    const { signer, key, ticketKeys } = this.#issuing;
    return contextOf(this.#issuing, name, ticketKeys, () => issueLeaf(name, signer, key));
  }

  /** The same with the authority's own certificate behind the leaf, for a client that wants to see its fingerprint. */
  showingAuthority(name: string): SecureContext | Promise<SecureContext> {
    const { signer, key, ticketKeys } = this.#issuing;
    const issue = async (): Promise<Leaf> => {
      const leaf = await issueLeaf(name, signer, key);
      return { ...leaf, certificatePem: `${leaf.certificatePem}${signer.certificate.toString('pem')}\n` };
    };
    return contextOf(this.#issuing, `authority ${name}`, ticketKeys, issue);
  }

  /**
   * A context that the client must refuse, because the real server's certificate did not verify. It resumes nothing that
   * another context began: a client that resumes is shown no certificate (RFC 8446 §2.2) and would go on as if all were
   * well.
   */
  untrusted(name: string): SecureContext | Promise<SecureContext> {
    const ticketKeys = randomBytes(TICKET_KEY_BYTES);
    return contextOf(this.#issuing, `untrusted ${name}`, ticketKeys, () => issueUntrustedLeaf(name));
  }
}

interface KeptContext {
  readonly context: SecureContext;
  /** ms since 1970. */
  readonly madeAt: number;
}

/** One authority and what was made with it; replaced whole, so that nothing of two authorities is mixed. */
interface Issuing {
  readonly signer: Signer;
  readonly key: LeafKey;
  readonly kept: LRUCache<string, KeptContext>;
  readonly pending: Map<string, Promise<SecureContext>>;
  /** One ticket key for all names that verified: a client may resume with any of them, and OpenSSL checks the name. */
  readonly ticketKeys: Buffer;
}

function issuingWith(signer: Signer, key: LeafKey): Issuing {
  return {
    signer,
    key,
    kept: new LRUCache({ max: MAX_CONTEXTS }),
    pending: new Map(),
    ticketKeys: randomBytes(TICKET_KEY_BYTES),
  };
}

function contextOf(
  { kept, pending }: Issuing,
  cacheKey: string,
  ticketKeys: Buffer,
  issue: () => Promise<Leaf>,
): SecureContext | Promise<SecureContext> {
  const known = kept.get(cacheKey);
  if (known !== undefined && Math.abs(Date.now() - known.madeAt) < CONTEXT_TTL_MS) return known.context;
  let made = pending.get(cacheKey);
  if (made === undefined) {
    made = issue()
      .then((leaf) => {
        const context = createSecureContext({
          cert: leaf.certificatePem,
          key: leaf.privateKeyPem,
          minVersion: 'TLSv1.2',
          ticketKeys,
        });
        kept.set(cacheKey, { context, madeAt: Date.now() });
        return context;
      })
      .finally(() => pending.delete(cacheKey));
    pending.set(cacheKey, made);
  }
  return made;
}
