import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { codeOf } from '../../text/unknown-error.js';
import { authorityOf, parseAuthority, type Destination } from '../destination.js';
import { canonicalAddress, refuseAddress, type AddressRefusal } from './address-rules.js';
import { NameQuestions, type Asker, type LookUp } from './name-questions.js';
import { refuseName } from './name-rules.js';

/** An address that was checked, in the shape that `net.connect`'s lookup returns. */
export interface VettedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** What became of a destination: addresses that may be dialled, or why not. */
export type ReachOutcome =
  | { readonly kind: 'reachable'; readonly addresses: readonly VettedAddress[] }
  | { readonly kind: 'refused'; readonly reason: AddressRefusal; readonly address: string }
  | { readonly kind: 'unresolved'; readonly code: string };

const systemLookUp: LookUp = (name) => lookup(name, { all: true, verbatim: true });

/** How long the machine's own addresses are remembered, in milliseconds; interfaces come and go (VPN, Docker). */
const OWN_ADDRESSES_TTL_MS = 5_000;

/**
 * Decides where a client may be connected to (law 5). The addresses that it returns are the ones that were checked and
 * the only ones to dial, so a name cannot change between the check and the connection.
 */
export class Reach {
  readonly #allowed: ReadonlySet<string>;
  readonly #questions: NameQuestions;
  #own: ReadonlySet<string> = new Set();
  #ownUntil = 0;

  /**
   * @param allowHostServices Exceptions as `host:port`, names or literals, as the operator listed them.
   * @param lookUp Gives every address of a name; the system's resolver unless a test has its own.
   */
  constructor(allowHostServices: readonly string[], lookUp: LookUp = systemLookUp) {
    this.#questions = new NameQuestions(lookUp);
    const canonical = allowHostServices.map((entry) => parseAuthority(entry)).filter((entry) => entry !== undefined);
    this.#allowed = new Set(canonical.map(keyOf));
  }

  /** Resolves and checks a destination that is dialled from here. */
  async resolve(destination: Destination, asker: Asker): Promise<ReachOutcome> {
    let found: readonly { address: string; family: number }[];
    if (isIP(destination.host) !== 0) {
      found = [{ address: destination.host, family: isIP(destination.host) }];
    } else {
      try {
        // The system resolver also reads decimal, octal and hexadecimal forms of an address: they are judged below
        // as the address that comes out.
        found = await this.#questions.ask(destination.host, asker);
      } catch (error) {
        return { kind: 'unresolved', code: codeOf(error) ?? 'ENOTFOUND' };
      }
    }
    const addresses = found.map(({ address, family }): VettedAddress => ({ address, family: family === 6 ? 6 : 4 }));
    if (addresses.length === 0) return { kind: 'unresolved', code: 'ENODATA' };
    if (this.#allowed.has(keyOf(destination))) return { kind: 'reachable', addresses };
    const excepted = addresses.filter(({ address }) =>
      this.#allowed.has(keyOf({ host: address, port: destination.port })),
    );
    if (excepted.length > 0) return { kind: 'reachable', addresses: excepted };
    for (const { address } of addresses) {
      // One forbidden address among several refuses them all: a mixed answer is how rebinding is tried.
      const reason = refuseAddress(withoutZone(address), this.#ownAddresses());
      if (reason !== undefined) return { kind: 'refused', reason, address };
    }
    return { kind: 'reachable', addresses };
  }

  /**
   * Checks a destination that an upstream proxy will resolve: only what is an address literal, in whatever notation,
   * or a name that always means this machine or a metadata service, can be judged from here.
   */
  checkUnresolved(destination: Destination): Extract<ReachOutcome, { kind: 'refused' }> | undefined {
    const { port } = destination;
    if (this.#allowed.has(keyOf(destination))) return undefined;
    for (const host of readingsOf(destination.host)) {
      const reason = refuseName(host) ?? this.#refuseLiteral(host);
      if (reason === undefined) continue;
      // Listing the address of this machine allows the names that mean it.
      const address = reason === 'loopback' && isIP(host) === 0 ? '127.0.0.1' : host;
      return this.#allowed.has(keyOf({ host: address, port })) ? undefined : { kind: 'refused', reason, address };
    }
    return undefined;
  }

  #refuseLiteral(host: string): AddressRefusal | undefined {
    return isIP(host) === 0 ? undefined : refuseAddress(withoutZone(host), this.#ownAddresses());
  }

  #ownAddresses(): ReadonlySet<string> {
    const now = Date.now();
    if (now >= this.#ownUntil || now < this.#ownUntil - OWN_ADDRESSES_TTL_MS) {
      const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
      this.#own = new Set(all.map(({ address }) => canonicalAddress(address)).filter((text) => text !== undefined));
      this.#ownUntil = now + OWN_ADDRESSES_TTL_MS;
    }
    return this.#own;
  }
}

/** `fe80::1%eth0` names the interface after the percent sign (RFC 4007 §11); ranges do not care. */
function withoutZone(address: string): string {
  return address.split('%')[0] ?? '';
}

function keyOf(destination: Destination): string {
  const host = canonicalAddress(destination.host) ?? destination.host.toLowerCase().replace(/\.$/, '');
  return authorityOf({ host, port: destination.port });
}

/** What a host text may be read as without asking DNS: a literal in plain notation, or a name. */
function readingsOf(host: string): string[] {
  if (isIP(host) !== 0) return [host];
  // The bytes of a name may be read as UTF-8 by the proxy that is asked for it; here each is a character.
  return [plainOf(host), plainOf(Buffer.from(host, 'latin1').toString('utf8'))];
}

function plainOf(host: string): string {
  const bare = host.toLowerCase().replace(/\.$/, '');
  // The URL standard's host parser turns 2130706433, 0x7f.1 and 0177.0.0.1 into dotted form, as resolvers do, and
  // full-width letters, digits and dots into plain ones (UTS #46).
  const parsed = URL.canParse(`http://${bare}/`) ? new URL(`http://${bare}/`).hostname : bare;
  return parsed.replace(/\.$/, '');
}
