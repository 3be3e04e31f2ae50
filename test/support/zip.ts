import { deflateRawSync } from 'node:zlib';

/** One file of an archive, and how its writer goes about it. */
export interface ZipFile {
  readonly name: string;
  readonly content: Buffer | string;
  /** Stored unless asked for. */
  readonly method?: number;
  /**
   * Where the size stands: in the header, or behind the data as writers to a pipe put it (with a signature or without, in
   * four bytes or eight), or in the header's extra field.
   */
  readonly size?:
    'header' | 'behind' | 'behind, unsigned' | 'behind, zip64' | 'behind, unsigned, zip64' | 'extra field';
  readonly encrypted?: boolean;
  readonly comment?: string;
  readonly extra?: Buffer;
}

const UNKNOWN = 0xffffffff;

/** A ZIP archive (APPNOTE 6.3.10), without checksums, which nobody here looks at. */
export function zipOf(files: readonly ZipFile[], comment = ''): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  for (const file of files) {
    const { name, content, method = 0, size = 'header', encrypted = false, extra = Buffer.alloc(0) } = file;
    const plain = Buffer.from(content as string, 'latin1');
    const data = method === 8 ? deflateRawSync(plain) : plain;
    const isBehind = size.startsWith('behind');
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE((encrypted ? 1 : 0) | (isBehind ? 8 : 0), 6);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(isBehind ? 0 : size === 'extra field' ? UNKNOWN : data.length, 18);
    local.writeUInt32LE(isBehind ? 0 : size === 'extra field' ? UNKNOWN : plain.length, 22);
    const fields = size === 'extra field' ? Buffer.concat([extra, sizeField(plain.length, data.length)]) : extra;
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(fields.length, 28);
    parts.push(local, Buffer.from(name, 'latin1'), fields, data);
    if (isBehind) parts.push(descriptor(size, data.length, plain.length));
    directory.push(listing(file));
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, ...directory, end, Buffer.from(comment, 'latin1')]);
}

function sizeField(plain: number, packed: number): Buffer {
  const field = Buffer.alloc(20);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(16, 2);
  field.writeBigUInt64LE(BigInt(plain), 4);
  field.writeBigUInt64LE(BigInt(packed), 12);
  return field;
}

function descriptor(form: string, packed: number, plain: number): Buffer {
  const signature = form.includes('unsigned') ? Buffer.alloc(0) : Buffer.from('PK\x07\x08', 'latin1');
  const wide = form.includes('zip64');
  const sizes = Buffer.alloc(wide ? 16 : 8);
  sizes.writeUInt32LE(packed, 0);
  sizes.writeUInt32LE(plain, wide ? 8 : 4);
  return Buffer.concat([signature, Buffer.from('\x12\x34\x56\x78', 'latin1'), sizes]);
}

function listing({ name, comment = '', extra = Buffer.alloc(0) }: ZipFile): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(name.length, 28);
  head.writeUInt16LE(extra.length, 30);
  head.writeUInt16LE(comment.length, 32);
  return Buffer.concat([head, Buffer.from(name, 'latin1'), extra, Buffer.from(comment, 'latin1')]);
}
