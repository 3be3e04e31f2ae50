import { hostname } from 'node:os';
import type { AddressRefusal } from './address-rules.js';

/**
 * Names of the loopback addresses: RFC 6761 §6.3 for `localhost`; the others stand in the hosts file of Debian
 * (netbase), Fedora (setup) and SUSE.
 */
const LOOPBACK = new Set([
  'localhost',
  'localhost.localdomain',
  'localhost4',
  'localhost4.localdomain4',
  'localhost6',
  'localhost6.localdomain6',
  'ip6-localhost',
  'ip6-loopback',
  'ipv6-localhost',
  'ipv6-loopback',
]);

/**
 * Names that clouds give their metadata service, each as its provider documents it: Google Cloud (the short one and
 * `metadata.goog` too), AWS (from inside EC2's own resolver), Tencent Cloud.
 */
const METADATA = new Set([
  'metadata',
  'metadata.goog',
  'metadata.google.internal',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
]);

/** EC2 in other regions than the first one ends its names in `REGION.compute.internal`. */
const EC2_INSTANCE_DATA = /^instance-data\.[a-z0-9-]+\.compute\.internal$/;

/**
 * Judges a name that is resolved elsewhere: only what by its definition means this machine or a metadata service.
 *
 * @param name In small letters, without a dot at the end.
 */
export function refuseName(name: string): AddressRefusal | undefined {
  if (LOOPBACK.has(name) || name.endsWith('.localhost')) return 'loopback';
  if (METADATA.has(name) || EC2_INSTANCE_DATA.test(name)) return 'metadata';
  return name === hostname().toLowerCase() ? 'host-own' : undefined;
}
