/** What a file is packed as, told by how it begins. */
export type PackedFormat = 'gzip' | 'zstd' | 'zip' | 'unreadable';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

/**
 * How packed files begin: gzip with deflate as the method (RFC 1952 §2.3.1), zstd (RFC 8878 §3.1.1), a file in a ZIP archive
 * (APPNOTE §4.3.7); and those that nothing here unpacks: xz, bzip2, 7-Zip, RAR, LZ4, compress, lzip.
 */
const BEGINNINGS: readonly (readonly [PackedFormat, Buffer])[] = [
  ['gzip', bytesOf('\x1f\x8b\x08')],
  ['zstd', bytesOf('\x28\xb5\x2f\xfd')],
  ['zip', bytesOf('PK\x03\x04')],
  ['unreadable', bytesOf('\xfd7zXZ\x00')],
  ...Array.from('123456789', (level): [PackedFormat, Buffer] => ['unreadable', bytesOf(`BZh${level}1AY&SY`)]),
  ['unreadable', bytesOf('7z\xbc\xaf\x27\x1c')],
  ['unreadable', bytesOf('Rar!\x1a\x07')],
  ['unreadable', bytesOf('\x04\x22\x4d\x18')],
  ['unreadable', bytesOf('LZIP\x01')],
];

/**
 * @param beginning The first bytes of a file.
 * @returns how it is packed; undefined when it is not, `more` when that cannot be told yet.
 */
export function packedFormatOf(beginning: Uint8Array): PackedFormat | 'more' | undefined {
  const first = beginning[0];
  let mayBe = false;
  for (const [format, bytes] of BEGINNINGS) {
    if (bytes[0] !== first) continue;
    const known = beginning.subarray(0, bytes.length);
    if (!known.every((byte, at) => byte === bytes[at])) continue;
    if (known.length === bytes.length) return format;
    mayBe = true;
  }
  return mayBe ? 'more' : undefined;
}
