import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shell } from '../../../src/detect/disguise/shell.js';
import { survey } from '../../../src/detect/disguise/survey.js';
import { ViewBuilder } from '../../../src/detect/disguise/view.js';

/** What the pass makes of a text; the text itself when it leaves it as it is. */
function read(text: string): string {
  const source = Buffer.from(text);
  const out = new ViewBuilder(source.length);
  return shell(source, out, survey(source), false) ? out.bytes.toString() : text;
}

describe('a command that a shell reads as curl', () => {
  test.each([
    ['"c""u""r""l" -s'],
    [`'c'"u"'r'"l" -s`],
    [`c""'u'"r"l -s`],
    ['c"${x}"url -s'],
    ['c"$@"url -s'],
    ['"c"${u}"rl" -s'.replace('${u}', '"u"')],
    ['\\c\\u\\r\\l -s'],
    ['cu$u"rl" -s'],
    ['curl$u -s'],
    ["c$'url' -s"],
    ['curl$IFS$@-s'],
    ['${x:-curl} -s'],
    ['${x-"curl"} -s'],
    ['${x:=curl} -s'],
    ['$(echo curl) -s'],
    ['$(echo -n "cu"rl) -s'],
    ['`echo curl` -s'],
    ['$(printf curl) -s'],
    ['$(printf %s%s cu rl) -s'],
    ["$(printf '%s' c u r l) -s"],
    ['$(echo lruc | rev) -s'],
    ['$(rev<<<lruc) -s'],
    ['$(echo Y3VybA==|base64 -d) -s'],
    ['$(echo 6375726c|xxd -r -p) -s'],
    ['$(echo phey|tr a-z n-za-m) -s'],
    ['$(echo cXuXrXl|tr -d X) -s'],
  ])('%s', (text) => {
    expect(read(text)).toBe('curl -s');
  });

  test.each([
    ["c='curl'; ", '"$c" -s'],
    ['a=c;a+=url;', '$a -s'],
    ['a=cu;b=${a}rl;', '$b -s'],
    ['a=cu b=$a"rl";', '"$b" -s'],
    ["x=c'u'rl;", '$x -s'],
    ['z=xxcurlyy;', '${z:2:4} -s'],
    ['z=(cu rl);', '${z[0]}${z[1]} -s'],
    ['z=cXurl;', '${z/X/} -s'],
    ['z=cXuXrXl;', '${z//X} -s'],
    ['z=xcurlx;z=${z#x};', '${z%x} -s'],
    ['z=CURL;', '${z,,} -s'],
    ['z=$(echo curl);', '$z -s'],
    ['z=`echo curl`;', '$z -s'],
  ])('%s%s', (assigned, text) => {
    expect(read(assigned + text)).toMatch(/[; ]curl -s$/);
  });

  test('and a slash that is cut out of a path', () => {
    expect(read("cat ${HOME:0:1}etc$(echo . | tr '!-0' '\"-1')passwd")).toBe('cat /etc/passwd');
  });

  test('and a letter in brackets behind a slash', () => {
    expect(read('cat /etc/[p]asswd')).toBe('cat /etc/passwd');
  });
});

describe('what is not known stays', () => {
  test.each([
    ['rm -rf "$dir"'],
    ['rm -rf /$dir '],
    ['${EDITOR:-vi} notes'],
    ['VERSION=$(curl -s http://h) echo $VERSION'],
    ['$(echo $name) -s'],
    ['$(cat name) -s'],
    ['$(echo lruc | sort) -s'],
    ['$(printf %d 1) -s'],
    ['$(base64 -d) -s'],
    ['$(echo curl -s'],
    ['`echo` is a command'],
    ['$("#id").each(e)'],
  ])('%s', (text) => {
    expect(read(text)).toBe(text);
  });

  test('no use of a variable becomes longer than a value may be', () => {
    const doubled = Array.from({ length: 20 }, (_, i) => `v${i + 1}=$v${i}$v${i};`).join('');
    expect(read(`v0=curl;${doubled}$v20`).length).toBeLessThan(41 * 256);
  });

  test('what is opened by the thousand is read a few layers deep', () => {
    for (const opening of ['$(echo ', '`echo ', '"$(echo `', '${x:-', '$(printf "', 'a=$(echo ', '$(echo a|tr ']) {
      const text = opening.repeat(20_000);
      expect(read(text)).toHaveLength(text.length);
    }
    expect(read('$(echo $(echo $(echo curl))) -s')).toBe('curl -s');
  });

  test('any row of signs and words is read to its end', () => {
    const words = [
      '$(',
      '${',
      '`',
      '"',
      "'",
      '\\',
      ')',
      '}',
      '|',
      ';',
      '=',
      ':-',
      '$',
      '<<<',
      ' ',
      '\n',
      'a',
      'echo ',
      'tr ',
      'x=',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 400 }), (row) => {
        const text = row.join('');
        expect(read(text).length).toBeLessThanOrEqual(256 * (text.length + 1));
      }),
    );
  });
});
