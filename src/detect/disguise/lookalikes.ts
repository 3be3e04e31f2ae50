/**
 * Letters of other scripts that readers and fonts do not tell from ASCII, after the prototypes in Unicode Technical
 * Standard 39 (confusables). Each string holds the look-alikes of the character in front of it.
 */
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'аɑαⲁᴀꭺ',
  b: 'ЬƄʙᏼ',
  c: 'сϲⅽᴄⲥꮯ',
  d: 'ԁⅾɗᴅꭰ',
  e: 'еҽєℯᴇεꭼ',
  f: 'ϝſꜰք',
  g: 'ɡɢցԍꮐ',
  h: 'һհʜꮋ',
  i: 'іıιɩⅰɪի',
  j: 'јϳᴊյꭻ',
  k: 'кκᴋⲕꮶ',
  l: 'ӏⅼⲓʟլꮮ',
  m: 'мⅿᴍꮇ',
  n: 'ոпռɴη',
  o: 'оοօσᴏⲟ',
  p: 'рρⲣᴘꮲ',
  q: 'ԛզꞯ',
  r: 'гᴦⲅʀꮢ',
  s: 'ѕꜱꮪ',
  t: 'тτᴛꭲ',
  u: 'υսᴜц',
  v: 'νѵⅴᴠꮩ',
  w: 'ԝѡաᴡωꮃ',
  x: 'хχⅹⲭ',
  y: 'уγүყʏꭹ',
  z: 'ᴢꮓ',
  A: 'АΑᎪⲀꓮ',
  B: 'ВΒᏴⲂꓐ',
  C: 'СϹⅭᏟⲤꓚ',
  D: 'ᎠⅮꓓ',
  E: 'ЕΕᎬⲈꓰ',
  F: 'Ϝꓝ',
  G: 'ԌᏀꓖ',
  H: 'НΗᎻⲎꓧ',
  I: 'ІΙӀⅠⲒꓲ',
  J: 'ЈᎫͿꓙ',
  K: 'КΚᏦⲔꓗ',
  L: 'ᏞⅬꓡ',
  M: 'МΜᎷⅯⲘꓟ',
  N: 'ΝⲚꓠ',
  O: 'ОΟՕⲞꓳ',
  P: 'РΡᏢⲢꓑ',
  Q: 'Ԛ',
  R: 'ᎡᏒꓣ',
  S: 'ЅᏚՏꓢ',
  T: 'ТΤᎢⲦꓔ',
  U: 'Սሀꓴ',
  V: 'ᏙⅤѴꓦ',
  W: 'ԜᎳꓪ',
  X: 'ХΧⅩⲬꓫ',
  Y: 'ҮΥУᎩꓬ',
  Z: 'ΖᏃⲌꓜ',
  '-': '‐‑−⁃˗',
  '/': '∕⁄⧸╱',
  '.': '․',
  ':': '։׃ː∶꞉',
  ';': ';',
  '|': 'ǀ∣⏐❘',
  '&': '⅋',
  '~': '∼',
  _: 'ˍ',
  '*': '∗⁎',
  '<': '‹',
  '>': '›',
  '=': '꓿',
  '\\': '∖⧵',
};

/** Code points that show nothing, or only change how a neighbour looks. */
const INVISIBLE: readonly (readonly [number, number])[] = [
  [0x00ad, 0x00ad],
  [0x0300, 0x036f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x20d0, 0x20f0],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffc],
  [0x1bca0, 0x1bca3],
  [0x1d159, 0x1d159],
  [0x1d173, 0x1d17a],
];

/** Blocks with characters whose compatibility form is ASCII; looking at these alone keeps start-up short. */
const COMPATIBILITY_BLOCKS: readonly (readonly [number, number])[] = [
  [0x00a0, 0x00ff],
  [0x0130, 0x017f],
  [0x02b0, 0x02ff],
  [0x1d00, 0x1dbf],
  [0x2000, 0x218f],
  [0x2460, 0x24ff],
  [0x2c7c, 0x2c7d],
  [0x3000, 0x3000],
  [0xfb00, 0xfb29],
  [0xfe10, 0xfe6f],
  [0xff00, 0xffef],
  [0x1d400, 0x1d7ff],
  [0x1f100, 0x1f16f],
];

/** Where white letters on black circles and squares begin, and those of flags: they have no compatibility form. */
const LETTERS_IN_SIGNS: readonly number[] = [0x1f150, 0x1f170, 0x1f1e6];

/** What a character looks like or stands for in ASCII. */
export type Plain = { readonly kind: 'zero_width' } | { readonly kind: 'nfkc' | 'confusables'; readonly ascii: string };

let table: ReadonlyMap<number, Plain> | undefined;

/** What a non-ASCII character stands for; undefined for one that is itself. Made when it is first needed. */
export function plainOf(point: number): Plain | undefined {
  table ??= build();
  return table.get(point);
}

function build(): ReadonlyMap<number, Plain> {
  const map = new Map<number, Plain>();
  for (const [first, last] of COMPATIBILITY_BLOCKS) {
    for (let point = first; point <= last; point++) {
      const ascii = String.fromCodePoint(point).normalize('NFKC');
      // Signs for several characters, such as an ellipsis, are ordinary typography.
      if (/^[\x20-\x7e]$/.test(ascii)) map.set(point, { kind: 'nfkc', ascii });
    }
  }
  for (const [ascii, others] of Object.entries(LOOKALIKES)) {
    for (const other of others) {
      const point = other.codePointAt(0);
      if (point !== undefined && !map.has(point)) map.set(point, { kind: 'confusables', ascii });
    }
  }
  for (const [first, last] of INVISIBLE) {
    for (let point = first; point <= last; point++) map.set(point, { kind: 'zero_width' });
  }
  for (const first of LETTERS_IN_SIGNS) {
    for (let letter = 0; letter < 26; letter++) {
      map.set(first + letter, { kind: 'confusables', ascii: String.fromCharCode(0x41 + letter) });
    }
  }
  // The braille blank, the line separators and the next line are seen as space.
  for (const point of [0x2800, 0x2028, 0x2029, 0x1680, 0x0085]) map.set(point, { kind: 'nfkc', ascii: ' ' });
  return map;
}
