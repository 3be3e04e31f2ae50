import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { cutAt, observe } from '../support/recording-sink.js';
import { zipOf } from '../support/zip.js';
import { bodies, post, seenOf, sorted, WORDS } from './support/leaving.js';

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

  test('nor what git pushes, whose branches are seen as they are', async () => {
    const branches = `0067${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/main\0`;
    const push = Buffer.concat([Buffer.from(`${branches}0000PACK\0\0\0\x02\0\0\0\x01\x36`), deflateSync(WORDS)]);
    const { seen, coverage } = await observe(post(push, 'content-type: application/x-git-receive-pack-request\r\n'));
    expect(bodies(seen)).toEqual([push.toString('latin1')]);
    expect(coverage).toMatchObject({ unparsed: push.length, truncated: 0 });
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
    '\x5d\x00\x00\x80\x00',
    '\x1f\x9d\x90',
    '\x89LZO\x00\r\n\x1a\n',
    '\xff\x06\x00\x00sNaPpY',
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
