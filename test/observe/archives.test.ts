import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { cutAt, observe } from '../support/recording-sink.js';
import { mutated } from '../fuzz/mutations.js';
import { runs } from '../fuzz/runs.js';
import { zipOf, type ZipFile } from '../support/zip.js';
import { bodies, post, seenOf, sorted, WORDS } from './support/leaving.js';

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
