import { isTarHeader, TELLING_BYTES as TAR_BYTES } from '../../wire/tar/members.js';

/** What a file is packed as, told by how it begins. */
export type PackedFormat = 'gzip' | 'deflate' | 'zstd' | 'zip' | 'tar' | 'unreadable' | 'encrypted';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

/**
 * How packed files begin: gzip with deflate as the method (RFC 1952 §2.3.1), zlib at three of its four levels (RFC 1950
 * §2.2; the fourth begins like text), zstd (RFC 8878 §3.1.1), a file in a ZIP archive
 * (APPNOTE §4.3.7); those that nothing here unpacks: xz, bzip2, 7-Zip, RAR, LZ4, lzip, LZMA, compress, lzop, Snappy; and
 * what was encrypted: by `openssl enc`, with age, or under a passphrase by OpenPGP, which begins with a packet of 13 bytes
 * and version 4 (RFC 4880 §5.3).
 */
const BEGINNINGS: readonly (readonly [PackedFormat, Buffer])[] = [
  ['gzip', bytesOf('\x1f\x8b\x08')],
  ['deflate', bytesOf('\x78\x01')],
  ['deflate', bytesOf('\x78\x9c')],
  ['deflate', bytesOf('\x78\xda')],
  ['zstd', bytesOf('\x28\xb5\x2f\xfd')],
  ['zip', bytesOf('PK\x03\x04')],
  ['unreadable', bytesOf('\xfd7zXZ\x00')],
  ...Array.from('123456789', (level): [PackedFormat, Buffer] => ['unreadable', bytesOf(`BZh${level}1AY&SY`)]),
  ['unreadable', bytesOf('7z\xbc\xaf\x27\x1c')],
  ['unreadable', bytesOf('Rar!\x1a\x07')],
  ['unreadable', bytesOf('\x04\x22\x4d\x18')],
  ['unreadable', bytesOf('LZIP\x01')],
  ['unreadable', bytesOf('\x5d\x00\x00')],
  ['unreadable', bytesOf('\x1f\x9d\x90')],
  ['unreadable', bytesOf('\x89LZO\x00')],
  ['unreadable', bytesOf('\xff\x06\x00\x00sNaP')],
  ['encrypted', bytesOf('Salted__')],
  ['encrypted', bytesOf('age-encryp')],
  ['encrypted', bytesOf('\x8c\x0d\x04')],
];

/** The first bytes of these. */
const FIRST = new Set(BEGINNINGS.map(([, bytes]) => bytes[0]));
/** From so many bytes on only a tar archive cannot be told yet. */
export const TELLING_BYTES = Math.max(...BEGINNINGS.map(([, bytes]) => bytes.length));
/** Bytes of a tar archive's first name (POSIX pax, "ustar Interchange Format"): a shorter one ends in a zero. */
const TAR_NAME_BYTES = 100;

/**
 * @param beginning The first bytes of a file.
 * @returns how it is packed; undefined when it is not, `more` when that cannot be told yet.
 */
export function packedFormatOf(beginning: Uint8Array): PackedFormat | 'more' | undefined {
  let mayBe = false;
  for (const [format, bytes] of FIRST.has(beginning[0]) ? BEGINNINGS : []) {
    const known = beginning.subarray(0, bytes.length);
    if (!known.every((byte, at) => byte === bytes[at])) continue;
    if (known.length === bytes.length) return format;
    mayBe = true;
  }
  if (beginning.length >= TAR_BYTES) return isTarHeader(beginning) ? 'tar' : undefined;
  return mayBe || beginning.length < TAR_NAME_BYTES || beginning.subarray(0, TAR_NAME_BYTES).includes(0)
    ? 'more'
    : undefined;
}
