import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { cutAt, observe, type Exchange, type Seen } from '../support/recording-sink.js';
import { mutated } from '../fuzz/mutations.js';
import { runs } from '../fuzz/runs.js';
import { zipOf, type ZipFile } from '../support/zip.js';

const WORDS = 'first line of the notes\n'.repeat(6);

const post = (body: Buffer, headers = ''): Exchange => [
  [
    'outbound',
    Buffer.concat([
      Buffer.from(`POST / HTTP/1.1\r\nHost: h\r\n${headers}content-length: ${body.length}\r\n\r\n`),
      body,
    ]),
  ],
];
const bodies = (seen: readonly Seen[]): string[] =>
  seen.filter(({ location, direction }) => location === 'body' && direction === 'outbound').map(({ text }) => text);
const sorted = (texts: readonly string[]): string[] => [...texts].sort();

/** What is seen of a body that leaves, the same wherever its bytes are cut. */
async function seenOf(body: Buffer, options: Parameters<typeof observe>[1] = {}): ReturnType<typeof observe> {
  const exchange = post(body);
  const whole = await observe(exchange, options);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(body.length + 100), { maxLength: 6 }), async (cuts) => {
      const cut = await observe(cutAt(exchange, cuts), options);
      expect(sorted(bodies(cut.seen))).toEqual(sorted(bodies(whole.seen)));
      expect(cut.coverage).toEqual(whole.coverage);
    }),
    { numRuns: 20 },
  );
  return whole;
}

/** Archives as tools write them to a pipe: notes.txt (the words above), some with short.txt and an empty .ssh/empty. */
const WRITTEN: readonly (readonly [tool: string, base64: string, files: readonly string[]])[] = [
  [
    'zip -X -r - . | cat',
    `UEsDBBQACAAIAGSwdV0AAAAAAAAAAAUAAAAJAAAAc2hvcnQudHh0K87ILyoBAFBLBwiikCiPBwAAAAUAAABQSwMECgAAAAAAZLB1XQAAAAAAAAAAAAAAAAUAAAAuc3No
L1BLAwQKAAgAAABksHVdAAAAAAAAAAAAAAAACgAAAC5zc2gvZW1wdHlQSwcIAAAAAAAAAAAAAAAAUEsDBBQACAAIAGSwdV0AAAAAAAAAAJAAAAAJAAAAbm90ZXMudHh0
S8ssKi5RyMnMS1XIT1MoyUhVyMsvSS3mShsgcQBQSwcIdpucLx0AAACQAAAAUEsBAh4DFAAIAAgAZLB1XaKQKI8HAAAABQAAAAkAAAAAAAAAAQAAAKSBAAAAAHNob3J0
LnR4dFBLAQIeAwoAAAAAAGSwdV0AAAAAAAAAAAAAAAAFAAAAAAAAAAAAEADtQT4AAAAuc3NoL1BLAQIeAwoACAAAAGSwdV0AAAAAAAAAAAAAAAAKAAAAAAAAAAAAAACk
gWEAAAAuc3NoL2VtcHR5UEsBAh4DFAAIAAgAZLB1XXabnC8dAAAAkAAAAAkAAAAAAAAAAQAAAKSBmQAAAG5vdGVzLnR4dFBLBQYAAAAABAAEANkAAADtAAAAAAA=`,
    [WORDS, 'short', '.ssh/empty'],
  ],
  [
    'zip -X -0 -r - . | cat',
    `UEsDBAoACAAAAGSwdV0AAAAABQAAAAUAAAAJAAAAc2hvcnQudHh0c2hvcnRQSwcIopAojwUAAAAFAAAAUEsDBAoAAAAAAGSwdV0AAAAAAAAAAAAAAAAFAAAALnNzaC9Q
SwMECgAIAAAAZLB1XQAAAAAAAAAAAAAAAAoAAAAuc3NoL2VtcHR5UEsHCAAAAAAAAAAAAAAAAFBLAwQKAAgAAABksHVdAAAAAJAAAACQAAAACQAAAG5vdGVzLnR4dGZp
cnN0IGxpbmUgb2YgdGhlIG5vdGVzCmZpcnN0IGxpbmUgb2YgdGhlIG5vdGVzCmZpcnN0IGxpbmUgb2YgdGhlIG5vdGVzCmZpcnN0IGxpbmUgb2YgdGhlIG5vdGVzCmZp
cnN0IGxpbmUgb2YgdGhlIG5vdGVzCmZpcnN0IGxpbmUgb2YgdGhlIG5vdGVzClBLBwh2m5wvkAAAAJAAAABQSwECHgMKAAgAAABksHVdopAojwUAAAAFAAAACQAAAAAA
AAAAAAAApIEAAAAAc2hvcnQudHh0UEsBAh4DCgAAAAAAZLB1XQAAAAAAAAAAAAAAAAUAAAAAAAAAAAAQAO1BPAAAAC5zc2gvUEsBAh4DCgAIAAAAZLB1XQAAAAAAAAAA
AAAAAAoAAAAAAAAAAAAAAKSBXwAAAC5zc2gvZW1wdHlQSwECHgMKAAgAAABksHVddpucL5AAAACQAAAACQAAAAAAAAAAAAAApIGXAAAAbm90ZXMudHh0UEsFBgAAAAAE
AAQA2QAAAF4BAAAAAA==`,
    [WORDS, 'short', '.ssh/empty'],
  ],
  [
    'cat notes.txt | zip - - | cat',
    `UEsDBC0ACAAIAGSwdV0AAAAA//////////8BABQALQEAEAAAAAAAAAAAAAAAAAAAAAAAS8ssKi5RyMnMS1XIT1MoyUhVyMsvSS3mShsgcQBQSwcIdpucLx0AAAAAAAAA
kAAAAAAAAABQSwECHgMtAAgACABksHVddpucLx0AAACQAAAAAQAAAAAAAAABAAAAgBEAAAAALVBLBQYAAAAAAQABAC8AAABoAAAAAAA=`,
    [WORDS],
  ],
  [
    'java.util.zip.ZipOutputStream',
    `UEsDBBQACAgIAAAAIVwAAAAAAAAAAAAAAAAJAAAAbm90ZXMudHh0S8ssKi5RyMnMS1XIT1MoyUhVyMsvSS3mShsgcQBQSwcIdpucLx0AAACQAAAAUEsDBBQACAgIAAAA
IVwAAAAAAAAAAAAAAAAJAAAAc2hvcnQudHh0K87ILyoBAFBLBwiikCiPBwAAAAUAAABQSwECFAAUAAgICAAAACFcdpucLx0AAACQAAAACQAAAAAAAAAAAAAAAAAAAAAA
bm90ZXMudHh0UEsBAhQAFAAICAgAAAAhXKKQKI8HAAAABQAAAAkAAAAAAAAAAAAAAAAAVAAAAHNob3J0LnR4dFBLBQYAAAAAAgACAG4AAACSAAAAGgB0aGUgY29tbWVu
dCBvZiB0aGUgYXJjaGl2ZQ==`,
    [WORDS, 'short', 'the comment of the archive'],
  ],
  [
    'zip.NewWriter of Go, one file deflated and one stored',
    `UEsDBBQACAAIAAAAAAAAAAAAAAAAAAAAAAAJAAAAbm90ZXMudHh0SsssKi5RyMnMS1XIT1MoyUhVyMsvSS3mGihxQAAAAP//UEsHCHabnC8hAAAAkAAAAFBLAwQUAAgAAA
AAAAAAAAAAAAAAAAAAAAAACQAAAHNob3J0LnR4dHNob3J0UEsHCKKQKI8FAAAABQAAAFBLAwQUAAAAAAAAAAAAAAAAAAAAAAAAAAAABwAAAGZvbGRlci9QSwECFAAUAAgA
CAAAAAAAdpucLyEAAACQAAAACQAAAAAAAAAAAAAAAAAAAAAAbm90ZXMudHh0UEsBAhQAFAAIAAAAAAAAAKKQKI8FAAAABQAAAAkAAAAAAAAAAAAAAAAAWAAAAHNob3J0Ln
R4dFBLAQIUABQAAAAAAAAAAAAAAAAAAAAAAAAAAAAHAAAAAAAAAAAAAAAAAJQAAABmb2xkZXIvUEsFBgAAAAADAAMAowAAALkAAAAaAHRoZSBjb21tZW50IG9mIHRoZSBh
cmNoaXZl`,
    [WORDS, 'short', 'folder/', 'the comment of the archive'],
  ],
  [
    'zipfile.ZipFile(pipe, "w", ZIP_DEFLATED)',
    `UEsDBBQACAAIAAAAIVwAAAAAAAAAAAAAAAAJAAAAbm90ZXMudHh0S8ssKi5RyMnMS1XIT1MoyUhVyMsvSS3mShsgcQBQSwcIdpucLx0AAACQAAAAUEsDBBQACAAIAAAA
IVwAAAAAAAAAAAAAAAAJAAAAc2hvcnQudHh0K87ILyoBAFBLBwiikCiPBwAAAAUAAABQSwECFAMUAAgACAAAACFcdpucLx0AAACQAAAACQAAAAAAAAAAAAAAgAEAAAAA
bm90ZXMudHh0UEsBAhQDFAAIAAgAAAAhXKKQKI8HAAAABQAAAAkAAAAAAAAAAAAAAIABVAAAAHNob3J0LnR4dFBLBQYAAAAAAgACAG4AAACSAAAAGgB0aGUgY29tbWVu
dCBvZiB0aGUgYXJjaGl2ZQ==`,
    [WORDS, 'short', 'the comment of the archive'],
  ],
  [
    'zipfile.ZipFile(pipe, "w", ZIP_STORED)',
    `UEsDBBQACAAAAAAAIVwAAAAAAAAAAAAAAAAJAAAAbm90ZXMudHh0Zmlyc3QgbGluZSBvZiB0aGUgbm90ZXMKZmlyc3QgbGluZSBvZiB0aGUgbm90ZXMKZmlyc3QgbGlu
ZSBvZiB0aGUgbm90ZXMKZmlyc3QgbGluZSBvZiB0aGUgbm90ZXMKZmlyc3QgbGluZSBvZiB0aGUgbm90ZXMKZmlyc3QgbGluZSBvZiB0aGUgbm90ZXMKUEsHCHabnC+Q
AAAAkAAAAFBLAwQUAAgAAAAAACFcAAAAAAAAAAAAAAAACQAAAHNob3J0LnR4dHNob3J0UEsHCKKQKI8FAAAABQAAAFBLAQIUAxQACAAAAAAAIVx2m5wvkAAAAJAAAAAJ
AAAAAAAAAAAAAACAAQAAAABub3Rlcy50eHRQSwECFAMUAAgAAAAAACFcopAojwUAAAAFAAAACQAAAAAAAAAAAAAAgAHHAAAAc2hvcnQudHh0UEsFBgAAAAACAAIAbgAA
AAMBAAAaAHRoZSBjb21tZW50IG9mIHRoZSBhcmNoaXZl`,
    [WORDS, 'short', 'the comment of the archive'],
  ],
  [
    'zipfile.ZipFile(pipe, "w").open(..., force_zip64=True)',
    `UEsDBC0ACAAAAAAAIVwAAAAA//////////8JABQAbm90ZXMudHh0AQAQAAAAAAAAAAAAAAAAAAAAAABmaXJzdCBsaW5lIG9mIHRoZSBub3RlcwpmaXJzdCBsaW5lIG9m
IHRoZSBub3RlcwpmaXJzdCBsaW5lIG9mIHRoZSBub3RlcwpmaXJzdCBsaW5lIG9mIHRoZSBub3RlcwpmaXJzdCBsaW5lIG9mIHRoZSBub3RlcwpmaXJzdCBsaW5lIG9m
IHRoZSBub3RlcwpQSwcIdpucL5AAAAAAAAAAkAAAAAAAAABQSwECLQMtAAgAAAAAACFcdpucL5AAAACQAAAACQAAAAAAAAAAAAAAgAEAAAAAbm90ZXMudHh0UEsFBgAA
AAABAAEANwAAAOMAAAAAAA==`,
    [WORDS],
  ],
];

describe('a ZIP archive that leaves is seen as what is in it', () => {
  test.each(WRITTEN)('written by %s', async (_tool, base64, expected) => {
    const { seen, coverage } = await seenOf(Buffer.from(base64, 'base64'));
    const texts = bodies(seen);
    expect(texts).toContain(WORDS);
    for (const text of expected) expect(texts.join('\n')).toContain(text);
    expect(coverage).toMatchObject({ unparsed: 0, truncated: 0, dropped: 0 });
  });

  const content = fc.string({ maxLength: 300, unit: 'binary-ascii' }).map((text) => `.${text}`);
  const name = fc.stringMatching(/^[a-z]{1,8}\/[a-z]{1,8}$/);
  const comment = fc.stringMatching(/^(?:[a-z]{1,8})?$/);
  const file: fc.Arbitrary<ZipFile> = fc.oneof(
    fc.record({ name, comment, content, size: fc.constantFrom('header', 'behind', 'behind, zip64', 'extra field') }),
    fc.record({
      name,
      comment,
      content,
      method: fc.constant(8),
      size: fc.constantFrom(
        'header',
        'behind',
        'behind, unsigned',
        'behind, zip64',
        'behind, unsigned, zip64',
        'extra field',
      ),
    }),
  );

  test('each file by itself, and the names and comments line by line, whoever wrote the archive and however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { minLength: 1, maxLength: 5 }),
        comment,
        fc.array(fc.nat(4_000)),
        async (files, note, cuts) => {
          const { seen, coverage } = await observe(cutAt(post(zipOf(files, note)), cuts));
          const listed = [
            ...files.map((each) => each.name),
            ...files.flatMap((each) => [each.name, each.comment]),
            note,
          ];
          const lines = listed.filter((line) => line !== '').map((line) => `${line}\n`);
          expect(sorted(bodies(seen))).toEqual(sorted([...files.map((each) => String(each.content)), lines.join('')]));
          expect(coverage).toMatchObject({ unparsed: 0, truncated: 0, dropped: 0 });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('large files too, also when they come byte by byte', async () => {
    const large = Array.from({ length: 60_000 }, (_, i) => `line ${(i * 7_919) % 10_007}`).join('\n');
    const files = (['header', 'behind'] as const).flatMap((size) =>
      [0, 8].map((method) => ({ name: `${size}${method}`, content: large, method, size })),
    );
    const { seen } = await seenOf(zipOf(files), { maxScanBytes: 8 * 1024 * 1024 });
    expect(bodies(seen).filter((text) => text === large)).toHaveLength(4);
    const small = zipOf([{ name: 'a', content: WORDS, method: 8, size: 'behind' }]);
    const bytewise = await observe(cutAt(post(small), [...Array(small.length + 100).keys()]));
    expect(bodies(bytewise.seen)).toContain(WORDS);
  });

  test('as a part of a form', async () => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(zipOf([{ name: 'notes.txt', content: WORDS, method: 8 }]))]), 'a.docx');
    const request = new Response(form);
    const body = Buffer.from(await request.arrayBuffer());
    const { seen } = await observe(post(body, `content-type: ${request.headers.get('content-type')}\r\n`));
    expect(bodies(seen)).toEqual(expect.arrayContaining([WORDS, 'notes.txt\nnotes.txt\n']));
  });

  test('what an extra field says is seen where it may be words', async () => {
    const field = Buffer.from('ab\x05\x00words', 'latin1');
    const { seen } = await seenOf(zipOf([{ name: 'n', content: 'c', extra: field }]));
    expect(bodies(seen)).toContain('n\nwords\nn\nwords\n');
  });

  test('one file that is packed itself is unpacked too, and what is packed in that counts as unread', async () => {
    const inner = gzipSync(WORDS);
    const { seen, coverage } = await seenOf(zipOf([{ name: 'a.gz', content: inner }]));
    expect(bodies(seen)).toContain(WORDS);
    expect(coverage.unparsed).toBe(0);
    const deeper = zipOf([{ name: 'b.zip', content: zipOf([{ name: 'a.gz', content: inner, method: 8 }]), method: 8 }]);
    const deep = await seenOf(deeper);
    expect(bodies(deep.seen)).not.toContain(WORDS);
    expect(deep.coverage.unparsed).toBeGreaterThan(0);
    expect(deep.coverage.unparsed).toBeLessThanOrEqual(deeper.length);
  });

  test.each<[string, ZipFile, string]>([
    ['encrypted files', { name: 'n', content: 'secret words', encrypted: true }, 'encrypted archive'],
    [
      'encrypted files without a size',
      { name: 'n', content: 'secret words', encrypted: true, size: 'behind', method: 9 },
      'encrypted archive',
    ],
    ['other compressions', { name: 'n', content: 'odd words', method: 12 }, 'archive with method 12'],
  ])('%s count as unread, with the reason; the files beside them are seen', async (_what, file, reason) => {
    const beside = { name: 'beside', content: WORDS, method: 8 };
    const { seen, coverage } = await seenOf(zipOf([beside, file, beside]));
    expect(bodies(seen).filter((text) => text === WORDS)).toHaveLength(2);
    expect(bodies(seen)).toContain(file.content);
    expect(coverage).toMatchObject({ unparsed: file.content.length, unparsedReason: reason });
  });

  test('what only begins like an archive, or goes on as none, counts as unread and is seen as it is', async () => {
    const body = Buffer.concat([zipOf([{ name: 'n', content: WORDS }]), Buffer.from('words behind the archive')]);
    const { seen, coverage } = await seenOf(body);
    expect(bodies(seen)).toEqual(expect.arrayContaining([WORDS, 'words behind the archive']));
    expect(coverage).toMatchObject({ unparsed: 24, unparsedReason: 'broken archive' });
    const cut = await observe(post(Buffer.from('PK\x03\x04 only words', 'latin1')));
    expect(bodies(cut.seen)).toEqual(['PK\x03\x04 only words']);
    const short = await observe(post(Buffer.from('PK\x03', 'latin1')));
    expect(bodies(short.seen)).toEqual(['PK\x03']);
    expect(short.coverage.unparsed).toBe(0);
  });

  test('data that is not compressed as its header says is seen as it is and counts as unread', async () => {
    const lying = zipOf([{ name: 'n', content: `\xff${WORDS}`, method: 0 }]);
    lying.writeUInt16LE(8, 8);
    const { seen, coverage } = await observe(post(lying));
    expect(bodies(seen)).toContain(`\xff${WORDS}`);
    expect(coverage.unparsed).toBe(WORDS.length + 1);
  });

  test('a body that its decoder gave up and that begins like a packed file has each of its bytes in one count', async () => {
    const wrong = gzipSync(createHash('shake256', { outputLength: 3_000 }).update('noise').digest());
    wrong.writeUInt32LE(0, wrong.length - 8);
    const exchange = post(Buffer.concat([wrong, wrong]), 'content-encoding: gzip\r\n');
    const { coverage } = await observe(exchange);
    expect(coverage.unparsed).toBeGreaterThan(0);
    expect(coverage.seen + coverage.truncated + coverage.unparsed).toBe(exchange[0]![1].length);
  });

  test('a bomb costs the limit once for all files of a message, and what it hides counts as truncated', async () => {
    const bomb = zipOf([
      { name: 'zeros', content: Buffer.alloc(5_000_000), method: 8, size: 'behind' },
      { name: 'notes.txt', content: WORDS },
    ]);
    const { seen, coverage } = await observe(post(bomb), { maxScanBytes: 64 * 1024 });
    expect(bodies(seen).reduce((sum, text) => sum + text.length, 0)).toBeLessThanOrEqual(64 * 1024);
    expect(coverage.truncated).toBeGreaterThan(WORDS.length);
    expect(coverage.seen + coverage.truncated + coverage.unparsed).toBe(post(bomb)[0]![1].length);
    const part = `--b\r\nX: y\r\n\r\n${bomb.toString('latin1')}\r\n`;
    const many = Buffer.from(`${part.repeat(5)}--b--`, 'latin1');
    const form = await observe(post(many, 'content-type: multipart/form-data; boundary=b\r\n'), {
      maxScanBytes: 64 * 1024,
    });
    expect(bodies(form.seen).reduce((sum, text) => sum + text.length, 0)).toBeLessThanOrEqual(2 * 64 * 1024);
  });

  test('what has been damaged is read as far as it goes: each byte is counted, and nothing throws', async () => {
    const valid = zipOf([
      { name: 'a', content: WORDS, method: 8, size: 'behind' },
      { name: 'b', content: zipOf([{ name: 'c', content: WORDS, method: 8, size: 'behind, zip64' }]), size: 'behind' },
      { name: 'd', content: gzipSync(WORDS), method: 8 },
    ]);
    await fc.assert(
      fc.asyncProperty(mutated(valid), fc.array(fc.nat(1_000), { maxLength: 4 }), async (body, cuts) => {
        const exchange = post(body);
        const { coverage } = await observe(cutAt(exchange, cuts), { maxScanBytes: 4_096 });
        const { seen, truncated, unparsed, dropped } = coverage;
        expect(seen + truncated + unparsed + dropped).toBe(exchange[0]![1].length);
      }),
      runs,
    );
  });

  test('what arrives packed is not unpacked', async () => {
    const packed = zipOf([{ name: 'notes.txt', content: WORDS, method: 8 }]);
    const answer = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${packed.length}\r\n\r\n`), packed]);
    const { seen } = await observe([...post(Buffer.from('a')), ['inbound', answer]]);
    expect(seen.filter(({ direction }) => direction === 'inbound').map(({ text }) => text)).toContain(
      packed.toString('latin1'),
    );
  });
});

describe('a tar archive that leaves', () => {
  /** As tar writes it, without what nobody here looks at. */
  const tarOf = (files: readonly (readonly [name: string, content: Buffer])[]): Buffer =>
    Buffer.concat([
      ...files.flatMap(([name, content]) => {
        const header = Buffer.alloc(512);
        header.write(name, 0);
        header.write(content.length.toString(8).padStart(11, '0'), 124);
        header.write('ustar', 257);
        return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
      }),
      Buffer.alloc(1024),
    ]);
  const files: readonly (readonly [string, Buffer])[] = [
    ['notes.txt', Buffer.from('plain notes')],
    ['log.1.gz', gzipSync(WORDS)],
    ['empty', Buffer.alloc(0)],
    ['a.zip', zipOf([{ name: 'inner.txt', content: 'words of the inner file', method: 8 }])],
  ];

  test('is seen as it is, and packed files in it as what is in them', async () => {
    const tar = tarOf(files);
    const { seen, coverage } = await seenOf(tar);
    const expected = [tar.toString('latin1'), WORDS, 'words of the inner file', 'inner.txt\ninner.txt\n'];
    expect(sorted(bodies(seen))).toEqual(sorted(expected));
    expect(coverage).toMatchObject({ unparsed: 0, truncated: 0 });
  });

  test('also when it is packed as a whole', async () => {
    const { seen, coverage } = await seenOf(gzipSync(tarOf(files)));
    expect(bodies(seen)).toEqual(expect.arrayContaining([WORDS, 'words of the inner file']));
    expect(coverage).toMatchObject({ unparsed: 0, truncated: 0 });
  });

  test('what cannot be unpacked in it counts as unread', async () => {
    const { coverage } = await seenOf(tarOf([...files, ['a.xz', Buffer.from('\xfd7zXZ\x00 and more', 'latin1')]]));
    expect(coverage).toMatchObject({ unparsed: 15, truncated: 0 });
  });

  test('what goes on as none is seen as it is', async () => {
    const body = Buffer.concat([tarOf(files).subarray(0, 1024), Buffer.from(WORDS.repeat(8))]);
    expect(bodies((await seenOf(body)).seen)).toEqual([body.toString('latin1')]);
  });
});

describe('other packed files that leave', () => {
  /** `zstd` of the words. */
  const ZSTD = Buffer.from('KLUv/QRY/QAAwGZpcnN0IGxpbmUgb2YgdGhlIG5vdGVzCgEA1E3nGOkVUcs=', 'base64');

  test.each([1, 6, 9])('zlib is unpacked: level %d', async (level) => {
    const { seen, coverage } = await seenOf(deflateSync(WORDS, { level }));
    expect(bodies(seen)).toEqual([WORDS]);
    expect(coverage.unparsed).toBe(0);
  });

  test('zstd is unpacked', async () => {
    const { seen, coverage } = await seenOf(ZSTD);
    expect(bodies(seen)).toEqual([WORDS]);
    expect(coverage.unparsed).toBe(0);
  });

  test.each([
    ['openssl enc', 'Salted__\x8e\x9c\xd9\x3f'],
    ['gpg --symmetric', '\x8c\x0d\x04\x09\x03\x02\x05\x50'],
    ['age', 'age-encryption.org/v1\n-> scrypt 7Zk'],
  ])('what was encrypted counts as unread, with that as the reason: %s', async (_tool, beginning) => {
    const body = Buffer.from(`${beginning} and more`, 'latin1');
    const { seen, coverage } = await seenOf(body);
    expect(bodies(seen)).toEqual([body.toString('latin1')]);
    expect(coverage).toMatchObject({ unparsed: body.length, unparsedReason: 'encrypted file' });
  });

  test.each([
    '\xfd7zXZ\x00',
    'BZh91AY&SY',
    '7z\xbc\xaf\x27\x1c',
    'Rar!\x1a\x07\x01\x00',
    '\x04\x22\x4d\x18',
    'LZIP\x01',
  ])('what nothing here unpacks counts as unread and is seen as it is: %j', async (beginning) => {
    const body = Buffer.from(`${beginning} and more`, 'latin1');
    const { seen, coverage } = await seenOf(body);
    expect(bodies(seen)).toEqual([body.toString('latin1')]);
    expect(coverage).toMatchObject({ unparsed: body.length, truncated: 0 });
    expect(coverage.unparsedReason).toContain('packed');
  });
});

describe('a packed file in base64, longer than what is looked at together, is unpacked as it comes', () => {
  // As incompressible as a home folder with pictures; the words stand at its end.
  const noise = createHash('shake256', { outputLength: 150_000 }).update('noise').digest();
  const content = Buffer.concat([noise, Buffer.from(WORDS)]);
  const lines = (base64: string, end: string): string => base64.replace(/.{60}/g, (line) => line + end);
  const gzip = gzipSync(content).toString('base64');
  const zip = zipOf([{ name: 'notes', content, method: 8 }]).toString('base64');
  /** Two blocks as they are (RFC 8878 §3.1.1.2), in a frame with a window of 2 MB. */
  const blocks = [content.subarray(0, 75_000), content.subarray(75_000)].flatMap((block, last) => {
    const head = Buffer.alloc(3);
    head.writeUIntLE(block.length * 8 + last, 0, 3);
    return [head, block];
  });
  const zstd = Buffer.concat([Buffer.from('28b52ffd0058', 'hex'), ...blocks]).toString('base64');

  test.each<[string, string]>([
    ['gzip in JSON', JSON.stringify({ message: 'backup', content: gzip })],
    ['gzip in JSON, in lines', JSON.stringify({ content: lines(gzip, '\n'), branch: 'main' })],
    ['gzip in JSON, with escaped slashes', JSON.stringify({ content: gzip }).replaceAll('/', '\\/')],
    ['gzip in JSON, with pluses as .NET writes them', JSON.stringify({ content: gzip }).replaceAll('+', '\\u002B')],
    ['gzip in base64url', JSON.stringify({ content: gzipSync(content).toString('base64url') })],
    ['gzip in a form', `name=x&content=${encodeURIComponent(gzip)}&branch=main`],
    ['zstd in a form', `content=${encodeURIComponent(zstd)}`],
    ['zstd in base64url', `{"content":"${zstd.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}"}`],
    ['ZIP in a data URL', `{"url":"data:application/zip;base64,${zip}"}`],
    ['ZIP in lines of mail', `Content-Transfer-Encoding: base64\r\n\r\n${lines(zip, '\r\n')}\r\n--end--`],
    ['the second of two', JSON.stringify([gzipSync(noise).toString('base64'), gzip])],
  ])('%s', async (_what, text) => {
    const body = Buffer.from(text);
    const exchange = post(body);
    const whole = await observe(exchange);
    expect(bodies(whole.seen)).toContain(text);
    expect(bodies(whole.seen).join('')).toContain(WORDS);
    expect(whole.coverage).toMatchObject({ seen: exchange[0]![1].length, unparsed: 0, truncated: 0 });
    for (const cuts of [[1, 2, 3, 4, 5, 6], [90, 95, 96, 97], [110, 111, 112, 70_001], [body.length - 2]]) {
      const cut = await observe(cutAt(exchange, cuts));
      expect(sorted(bodies(cut.seen))).toEqual(sorted(bodies(whole.seen)));
      expect(cut.coverage).toEqual(whole.coverage);
    }
  });

  test('one that is no file, or is cut off, hides nothing', async () => {
    const text = JSON.stringify({ a: `H4sI${'A'.repeat(40_000)}`, b: 'behind' });
    const { seen } = await observe(post(Buffer.from(text)));
    expect(bodies(seen)).toContain(text);
    const cut = await observe(
      post(
        Buffer.from(
          `{"a":"${gzipSync(`${WORDS}${noise.toString('hex')}`)
            .toString('base64')
            .slice(0, 50_000)}`,
        ),
      ),
    );
    expect(bodies(cut.seen).join('')).toContain(WORDS);
  });

  test('what is encrypted in there counts as unread', async () => {
    const encrypted = zipOf([{ name: 'notes', content, encrypted: true }]);
    const { coverage } = await observe(post(Buffer.from(JSON.stringify({ content: encrypted.toString('base64') }))));
    expect(coverage).toMatchObject({ unparsed: content.length, unparsedReason: 'encrypted archive' });
  });
});
