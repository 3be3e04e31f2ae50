import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { boundaryOf } from '../../../src/wire/multipart/boundary.js';
import { MAX_PART_HEAD_BYTES, MultipartParser } from '../../../src/wire/multipart/parser.js';
import type { HeaderField } from '../../../src/wire/http1/head.js';
import { feedCut, sizes } from '../support/cuts.js';

interface SeenPart {
  readonly fields: readonly HeaderField[];
  body: string;
  ended: boolean;
}

interface Seen {
  readonly parts: SeenPart[];
  outside: string;
  done: number;
  broken: string | undefined;
}

function observer(boundary: string): { seen: Seen; parser: MultipartParser } {
  const seen: Seen = { parts: [], outside: '', done: 0, broken: undefined };
  const last = () => {
    const part = seen.parts.at(-1);
    if (part === undefined || part.ended) throw new Error('no part is open');
    return part;
  };
  const parser = new MultipartParser(boundary, {
    partHeaders: (fields) => seen.parts.push({ fields, body: '', ended: false }),
    partData: (slice) => (last().body += Buffer.from(slice).toString('latin1')),
    partEnd: () => (last().ended = true),
    outside: (slice) => (seen.outside += Buffer.from(slice).toString('latin1')),
    done: () => seen.done++,
    broken: (reason) => (seen.broken = reason),
  });
  return { seen, parser };
}

function observe(boundary: string, wire: Uint8Array, cut: readonly number[], finish = true): Seen {
  const { seen, parser } = observer(boundary);
  feedCut(wire, cut, (chunk) => parser.feed(chunk));
  if (finish) parser.finish();
  return seen;
}

/** The same over a whole body, line by line. */
function naive(boundary: string, text: string): Seen {
  const seen: Seen = { parts: [], outside: '', done: 1, broken: undefined };
  let mode: 'preamble' | 'head' | 'body' | 'epilogue' = 'preamble';
  let fields: HeaderField[] = [];
  let content = '';
  const settle = (): void => {
    if (mode === 'preamble') seen.outside += content;
    else if (mode !== 'epilogue') seen.parts.push({ fields, body: content, ended: true });
    fields = [];
    content = '';
  };
  for (const read of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const line: string = mode === 'head' && !read.endsWith('\n') ? `${read}\n` : read;
    const behind = line.startsWith(`--${boundary}`) ? line.slice(boundary.length + 2) : '';
    if (mode === 'epilogue') {
      seen.outside += line;
    } else if (/^(?:--|[ \t\r\n])/.test(behind)) {
      content = content.replace(/\r?\n$/, '');
      settle();
      mode = behind.startsWith('--') || !line.endsWith('\n') ? 'epilogue' : 'head';
      seen.outside += behind.startsWith('--') ? behind.slice(2) : behind.replace(/\n$/, '').replace(/^[ \t\r]*/, '');
    } else if (mode === 'head') {
      const field = line.replace(/\r?\n$/, '');
      const colon = field.indexOf(':');
      const last = fields.at(-1);
      if (field === '') mode = 'body';
      else if (/^[ \t]/.test(field) && last !== undefined)
        fields[fields.length - 1] = [last[0], `${last[1]} ${field.trim()}`];
      else fields.push(colon < 1 ? ['', field] : [field.slice(0, colon).trim(), field.slice(colon + 1).trim()]);
    } else {
      content += line;
    }
  }
  settle();
  return seen;
}

const boundary = fc.constantFrom('b', 'AaB03x', '----WebKitFormBoundary7MA4YWxk', "'()+_,-./:=?", '-');
const eol = fc.constantFrom('\r\n', '\n');

describe('MultipartParser', () => {
  test('finds what was written, for any cut', () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.array(fc.constantFrom('\r', '\n', '-', '--', '\r\n--', 'x'), { maxLength: 20 }).map((texts) => texts.join('')),
    );
    const field = fc.constantFrom<HeaderField>(
      ['Content-Disposition', 'form-data; name="a"; filename="b.txt"'],
      ['Content-Type', 'text/plain'],
      ['X-Empty', ''],
    );
    const part = fc.tuple(fc.array(field, { maxLength: 3 }), body);
    const outside = fc.constantFrom('', 'This is a preamble.', 'two\r\nlines');
    fc.assert(
      fc.property(
        boundary,
        fc.array(part, { minLength: 1, maxLength: 4 }),
        eol,
        outside,
        sizes,
        (name, parts, end, aside, cut) => {
          // A delimiter inside of the content would be one.
          fc.pre(parts.every(([, text]) => !`\n${text}`.includes(`\n--${name}`)));
          const texts = parts.map(
            ([fields, text]) => fields.map(([key, value]) => `${key}: ${value}${end}`).join('') + end + text,
          );
          const first = aside === '' ? '' : aside + end;
          const wire = `${first}--${name}${end}${texts.join(`${end}--${name}${end}`)}${end}--${name}--${aside}`;
          // A lone CR in front of a delimiter's LF belongs to the delimiter.
          const stripped = (text: string) => (end === '\n' ? text.replace(/\r$/, '') : text);
          expect(observe(name, Buffer.from(wire, 'latin1'), cut)).toEqual({
            parts: parts.map(([fields, text]) => ({ fields, body: stripped(text), ended: true })),
            outside: aside + aside,
            done: 1,
            broken: undefined,
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  test('finds what a naive reader of the whole body finds, for any cut', () => {
    const piece = fc.constantFrom(
      '--b',
      '\r\n--b',
      '\n--b',
      '\r\n--b--',
      '--',
      '-',
      '\r\n',
      '\n',
      '\r',
      ' ',
      'A: 1\r\n',
      'x',
      'b',
      '\r\n\r\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), sizes, (pieces, cut) => {
        const text = pieces.join('');
        const seen = observe('b', Buffer.from(text), cut);
        expect(seen).toEqual(naive('b', text));
        expect(seen).toEqual(observe('b', Buffer.from(text), [1]));
      }),
      { numRuns: 3000 },
    );
  });

  test('bodies made by Response from FormData', async () => {
    const form = new FormData();
    form.append('plain', 'value');
    form.append('empty', '');
    form.append('näme"\r\n', 'line\r\nbreak');
    const file = Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * i) % 251));
    form.append('file', new Blob([file], { type: 'application/octet-stream' }), 'a b.bin');
    const response = new Response(form);
    const name = boundaryOf(response.headers.get('content-type')!)!;
    const wire = Buffer.from(await response.arrayBuffer());
    fc.assert(
      fc.property(sizes, (cut) => {
        const seen = observe(name, wire, cut, false);
        expect(seen.parts.map(({ body }) => body)).toEqual(['value', '', 'line\r\nbreak', file.toString('latin1')]);
        expect(seen.parts[3]?.fields).toEqual([
          ['Content-Disposition', 'form-data; name="file"; filename="a b.bin"'],
          ['Content-Type', 'application/octet-stream'],
        ]);
        expect(seen).toMatchObject({ done: 1, broken: undefined });
        expect(seen.parts.every(({ ended }) => ended)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test.each<[what: string, text: string, expected: Partial<Seen>]>([
    ['nothing', '', { parts: [], outside: '', done: 1 }],
    ['no delimiter at all', 'hidden\r\n', { parts: [], outside: 'hidden\r\n' }],
    ['the last delimiter only', '--b--', { parts: [], outside: '' }],
    ['no last delimiter', '--b\r\n\r\nbody\r\n', { parts: [{ fields: [], body: 'body\r\n', ended: true }] }],
    ['an end inside a delimiter', '--b\n\nbody\r\n--', { parts: [{ fields: [], body: 'body\r\n--', ended: true }] }],
    [
      'an end inside the fields',
      '--b\nA: 1\nB',
      {
        parts: [
          {
            fields: [
              ['A', '1'],
              ['', 'B'],
            ],
            body: '',
            ended: true,
          },
        ],
      },
    ],
    [
      'a longer boundary',
      '--b\n\none\n--bc\ntwo\n--b--',
      { parts: [{ fields: [], body: 'one\n--bc\ntwo', ended: true }] },
    ],
    ['a single dash behind', '--b\n\none\n--b-\n--b--', { parts: [{ fields: [], body: 'one\n--b-', ended: true }] }],
    ['an empty body', '--b\r\nA: 1\r\n\r\n--b--', { parts: [{ fields: [['A', '1']], body: '', ended: true }] }],
    [
      'white space behind a delimiter',
      '--b \t\r\n\r\nx\r\n--b-- ',
      { parts: [{ fields: [], body: 'x', ended: true }], outside: ' ' },
    ],
    [
      'more than white space',
      '--b  hidden \nA: 1\n\nx',
      { parts: [{ fields: [['A', '1']], body: 'x', ended: true }], outside: 'hidden ' },
    ],
    ['a folded field', '--b\nA: 1;\n\t2\n\nx', { parts: [{ fields: [['A', '1; 2']], body: 'x', ended: true }] }],
    [
      'a part without an empty line',
      '--b\nA: 1\n--b\nB: 2\n\nx\n--b--after',
      {
        parts: [
          { fields: [['A', '1']], body: '', ended: true },
          { fields: [['B', '2']], body: 'x', ended: true },
        ],
        outside: 'after',
      },
    ],
    [
      'and the last one',
      '--b\nA: 1\n--b--hidden\n',
      { parts: [{ fields: [['A', '1']], body: '', ended: true }], outside: 'hidden\n' },
    ],
  ])('%s', (_what, text, expected) => {
    for (const cut of [[1], [2], [3], [1000]]) {
      expect(observe('b', Buffer.from(text), cut)).toMatchObject({ ...expected, done: 1, broken: undefined });
    }
  });

  test('fields above the bound break it at the same byte, for any cut', () => {
    const lines = 'A: 1\r\n'.repeat(MAX_PART_HEAD_BYTES);
    const fit = `--b\n${'x'.repeat(MAX_PART_HEAD_BYTES - 3)}\n\nbody`;
    for (const cut of [[1], [1000], [1_000_000]]) {
      expect(observe('b', Buffer.from(`--b\r\n${lines}`), cut)).toMatchObject({
        parts: [],
        broken: 'part head too large',
      });
      expect(observe('b', Buffer.from(fit), cut)).toMatchObject({ parts: [{ body: 'body' }], broken: undefined });
      expect(observe('b', Buffer.from(fit.replace('x', 'xxx')), cut)).toMatchObject({ broken: 'part head too large' });
    }
  });

  test('lost bytes: inside of content the next delimiter is waited for, inside of fields it is broken', () => {
    const body = observer('b');
    body.parser.feed(Buffer.from('--b\n\none\n-'));
    body.parser.skip(100);
    body.parser.feed(Buffer.from('-b\nrest\n--b\n\ntwo\n--b--'));
    expect(body.seen.parts.map((part) => part.body)).toEqual(['one\n--b\nrest', 'two']);
    const head = observer('b');
    head.parser.feed(Buffer.from('--b\nA: '));
    head.parser.skip(1);
    expect(head.seen.broken).toBe('bytes lost');
  });

  test('hostile content takes time in proportion', () => {
    for (const text of ['\r\n--b', '\r', '\n', '\n--bx', '\r\n--', '--b\n']) {
      const wire = Buffer.from(`--b\n\n${text.repeat(Math.ceil(2_000_000 / text.length))}`);
      const start = performance.now();
      observe('b', wire, [64_000]);
      expect(performance.now() - start).toBeLessThan(5000);
    }
  });
});

describe('boundaryOf', () => {
  test.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Mixed;Boundary="a b;c=\\"d"; charset=x', 'a b;c="d'],
    ['multipart/related; type="x; boundary=no"; boundary=yes', 'yes'],
    ['multipart/form-data; boundary=----x ', '----x'],
    ['multipart/form-data', undefined],
    ['multipart/form-data; boundary=', undefined],
    ['multipart/form-data; boundary', undefined],
    ['text/plain; boundary=abc', undefined],
    ['', undefined],
  ])('%j', (contentType, expected) => expect(boundaryOf(contentType)).toBe(expected));

  test('a boundary too long to be one is none', () => {
    expect(boundaryOf(`multipart/form-data; boundary=${'x'.repeat(2000)}`)).toBeUndefined();
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void boundaryOf(`multipart/x;${text}`)));
  });
});
