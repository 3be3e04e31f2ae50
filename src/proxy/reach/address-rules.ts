import ipaddr from 'ipaddr.js';

/** Why an address may not be dialled through the Guardian (law 5: the container gains no reach). */
export type AddressRefusal =
  'unspecified' | 'loopback' | 'link-local' | 'metadata' | 'multicast' | 'broadcast' | 'host-own' | 'not-an-address';

/**
 * Metadata services of clouds outside of the link-local range, each where its provider documents it. They hand credentials
 * to whoever asks from the machine, or, as Azure's WireServer, are for its administrator alone.
 */
const METADATA = new Set([
  'fd00:ec2::254', // AWS
  'fd00:ec2::23', // AWS, what gives the pods of EKS their identity
  'fd20:ce::254', // Google Cloud
  '168.63.129.16', // Azure
  '192.0.0.192', // Oracle Cloud
  'fd00:c1::a9fe:a9fe',
  '100.100.100.200', // Alibaba Cloud
  'fd00:100::100:200',
  'fd00:a9fe:a9fe::1', // Akamai (Linode)
  'fd00:42::42', // Scaleway
]);

/** Address ranges that ipaddr.js names and that are never reachable from a container as such. */
const REFUSED_RANGES: ReadonlyMap<string, AddressRefusal> = new Map([
  ['unspecified', 'unspecified'],
  ['loopback', 'loopback'],
  ['linkLocal', 'link-local'],
  ['multicast', 'multicast'],
  ['broadcast', 'broadcast'],
]);

/**
 * Judges one address in any of its disguises: an IPv4 address inside an IPv6 one (mapped, compatible, 6to4, NAT64,
 * Teredo, ISATAP) is judged as the IPv4 address that the packet would reach in the end.
 *
 * @param ownAddresses Canonical text of the machine's own addresses.
 */
export function refuseAddress(text: string, ownAddresses: ReadonlySet<string>): AddressRefusal | undefined {
  if (!ipaddr.isValid(text)) return 'not-an-address';
  const address = ipaddr.parse(text);
  for (const form of [address, ...embeddedIPv4(address)]) {
    const canonical = form.toString();
    if (METADATA.has(canonical)) return 'metadata';
    // 0.0.0.0/8 means "this host" on several systems, not only 0.0.0.0 itself.
    const refused = REFUSED_RANGES.get(form.range());
    if (refused !== undefined) return refused;
    if (ownAddresses.has(canonical)) return 'host-own';
  }
  return undefined;
}

/** What no name consists of but few: the library finds out with exceptions, for each connection, that a name is none. */
const LIKE_AN_ADDRESS = /^[\da-fx.]+$|:/i;

/** Canonical text of an address, without a zone; undefined when it is none. */
export function canonicalAddress(text: string): string | undefined {
  const bare = text.split('%')[0] ?? '';
  if (!LIKE_AN_ADDRESS.test(bare)) return undefined;
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : undefined;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function embeddedIPv4(address: Address): Address[] {
  if (address.kind() === 'ipv4') return [];
  const bytes = address.toByteArray();
  const at = (offset: number, mask = 0): Address =>
    ipaddr.fromByteArray(bytes.slice(offset, offset + 4).map((byte) => byte ^ mask));
  const starts = (...prefix: number[]): boolean => prefix.every((byte, i) => bytes[i] === byte);
  const zeros = (count: number): boolean => bytes.slice(0, count).every((byte) => byte === 0);

  const found: Address[] = [];
  // ::ffff:a.b.c.d (RFC 4291 §2.5.5.2) and ::ffff:0:a.b.c.d (RFC 2765)
  if (zeros(10) && bytes[10] === 0xff && bytes[11] === 0xff) found.push(at(12));
  if (zeros(8) && bytes[8] === 0xff && bytes[9] === 0xff && bytes[10] === 0 && bytes[11] === 0) found.push(at(12));
  // ::a.b.c.d (RFC 4291 §2.5.5.1); :: and ::1 are ranges of their own
  if (zeros(12) && bytes.slice(12).some((byte) => byte !== 0)) found.push(at(12));
  // 2002:a.b.c.d::/48, 6to4 (RFC 3056)
  if (starts(0x20, 0x02)) found.push(at(2));
  // 64:ff9b::/96 and 64:ff9b:1::/48, NAT64 (RFC 6052, RFC 8215)
  if (starts(0x00, 0x64, 0xff, 0x9b)) found.push(at(12));
  // 2001:0::/32, Teredo: the client address is stored inverted (RFC 4380 §4)
  if (starts(0x20, 0x01, 0x00, 0x00)) found.push(at(12, 0xff));
  // ...:0:5efe:a.b.c.d, ISATAP (RFC 5214 §6.1)
  if ((bytes[8] === 0 || bytes[8] === 2) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe) {
    found.push(at(12));
  }
  return found;
}
