import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Finding } from '../../src/findings/finding.js';
import { printable } from '../../src/text/printable.js';
import { documentOf } from './documents.js';
import { hostileFinding, sample } from './hostile.js';

/** What a terminal could obey, line feeds apart. */
const OBEYED = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const hostileFindings = fc.array(hostileFinding, { maxLength: 5 });

/** Reads a document by the grammar of RFC 4180 §2 and nothing else. */
function rowsOf(csv: string): string[][] {
  const rows: string[][] = [];
  const row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/suy;
  while (field.lastIndex < csv.length) {
    const match = field.exec(csv);
    if (match === null) throw new Error(`not RFC 4180: ${csv}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') rows.push(row.splice(0));
  }
  return rows;
}

/** Reads a line of CEF: bars that are not escaped end a field of the header, and pairs begin at a key with a bare `=`. */
function eventOf(line: string): { header: string[]; pairs: Record<string, string> } {
  const match = /^((?:[^\\|]|\\[\\|])*\|){7}/.exec(line);
  if (match === null) throw new Error(`not CEF: ${line}`);
  const header = [...match[0].matchAll(/((?:[^\\|]|\\[\\|])*)\|/g)].map(([, field = '']) =>
    field.replace(/\\(.)/g, '$1'),
  );
  const pairs: Record<string, string> = {};
  const extension = line.slice(match[0].length);
  for (const [, key = '', value = ''] of extension.matchAll(/(?:^| )(\w+)=((?:[^\\=]|\\[\\=nr])*)(?= \w+=|$)/g)) {
    pairs[key] = value.replace(/\\(.)/g, (_, letter: string) => ({ n: '\n', r: '\r' })[letter] ?? letter);
  }
  return { header, pairs };
}

describe('json and jsonl', () => {
  test('hold every finding as it is', () => {
    fc.assert(
      fc.property(hostileFindings, (findings) => {
        expect(JSON.parse(documentOf('json', findings))).toEqual({ findings });
        const lines = documentOf('jsonl', findings).split('\n');
        expect(lines.pop()).toBe('');
        expect(lines.map((line) => JSON.parse(line) as Finding)).toEqual(findings);
      }),
    );
  });

  test('hold nothing that a terminal obeys', () => {
    const document = documentOf('jsonl', [sample(1, { dest: '\u001b]0;x\u0007\u202e:1' })]);
    expect(document).not.toMatch(OBEYED);
  });
});

describe('csv', () => {
  test('is RFC 4180 with a header, whatever stands in the fields', () => {
    fc.assert(
      fc.property(hostileFindings, (findings) => {
        const [header = [], ...rows] = rowsOf(documentOf('csv', findings));
        expect(header[0]).toBe('timestamp');
        expect(rows).toHaveLength(findings.length);
        for (const row of rows) expect(row).toHaveLength(header.length);
      }),
    );
  });

  test('has no cell that a spreadsheet computes, not even behind spaces', () => {
    fc.assert(
      fc.property(hostileFinding, (finding) => {
        const [, row = []] = rowsOf(documentOf('csv', [finding]));
        for (const cell of row) expect(cell.trimStart()).not.toMatch(/^[=+\-@\uff1d\uff0b\uff0d\uff20|%\t\r\n]/);
      }),
    );
  });

  test('says what a finding says', () => {
    const [header = [], row = []] = rowsOf(
      documentOf('csv', [sample(1, { snippet: 'a,"b"', dest: '-x.example:443', decoding: ['base64', 'gzip'] })]),
    );
    const cells = Object.fromEntries(header.map((name, i) => [name, row[i]]));
    expect(cells).toMatchObject({
      severity: 'critical',
      count: '1',
      dest: "'-x.example:443",
      snippet: 'a,"b"',
      decoding: 'base64 gzip',
      last_seen: '',
    });
  });
});

describe('cef', () => {
  test('is one line a finding, of which a reader gets back what was written', () => {
    fc.assert(
      fc.property(hostileFinding, (finding) => {
        const document = documentOf('cef', [finding]);
        expect(document).not.toMatch(OBEYED);
        expect(document.split('\n')).toHaveLength(2);
        const { header, pairs } = eventOf(document.trimEnd());
        expect(header).toHaveLength(7);
        expect(header.slice(0, 5)).toEqual(['CEF:0', 'NanoClaw', 'Traffic Guardian', '1.2.3', finding.pattern]);
        const kept = (text: string): string => printable(text.replaceAll('\n', '␤').replaceAll('\r', '␍'));
        const shown = (text = ''): string => text.replaceAll('\n', '␤').replaceAll('\r', '␍');
        expect(shown(pairs['msg']).trimEnd()).toBe(kept(finding.snippet).trimEnd());
        expect(shown(pairs['cs1']).trimEnd()).toBe(kept(finding.agent ?? '').trimEnd());
        expect(pairs['cs1Label']).toBe(finding.agent === undefined ? undefined : 'agentGroup');
      }),
    );
  });

  test('puts names, IPv4 and IPv6 where its dictionary wants them', () => {
    const pairs = (dest: string) => eventOf(documentOf('cef', [sample(1, { dest })]).trimEnd()).pairs;
    expect(pairs('api.example.com:443')).toMatchObject({ dhost: 'api.example.com', dpt: '443' });
    expect(pairs('192.0.2.7:80')).toMatchObject({ dst: '192.0.2.7', dpt: '80' });
    expect(pairs('[2001:db8::1]:80')).toMatchObject({ c6a3: '2001:db8::1', c6a3Label: 'Destination IPv6 Address' });
  });
});
