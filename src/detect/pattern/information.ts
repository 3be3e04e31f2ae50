/** Bits after which a literal needs no more bytes: they make the scanner's table larger and find the same places. */
const ENOUGH_BITS = 26;

/** What a sign says that is the same as the one before: lines are drawn with them. */
const REPEATED_BITS = 3;
const SIGN = /[^a-z0-9]/;

/**
 * Rough self-information of a text in web traffic, in bits: frequent letters say little, rare signs say much.
 *
 * @param text One character a byte.
 */
export function informationOf(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    const repeated = text[i] === text[i - 1] && SIGN.test(text[i]!);
    bits += repeated ? REPEATED_BITS : CHARACTER_BITS[text.charCodeAt(i)]!;
  }
  for (const [most, texts] of EVERYDAY) {
    if (bits > most && texts.some((everyday) => everyday.includes(text))) return most;
  }
  return bits;
}

/** What stands all over ordinary traffic, and any part of it, says less than its letters: so many bits at most. */
const EVERYDAY: readonly (readonly [bits: number, texts: readonly string[]])[] = [
  [9, ['](https://www.', '](http://www.', '"https://www.', '"http://www.']],
  [
    12,
    [
      ' argument',
      ' character',
      ' connect(',
      ' content ',
      ' disable',
      ' field',
      ' following ',
      ' function(',
      ' image ',
      ' import ',
      ' include ',
      ' library ',
      ' limits',
      ' node ',
      ' parameter',
      ' remove ',
      ' require(',
      ' resolve(',
      ' return ',
      ' rules',
      ' socket',
      ' without ',
      ' you ',
    ],
  ],
];

/** Bits by byte. */
const CHARACTER_BITS = Float64Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  if ('etaoinsr'.includes(char) || ' ",.:/'.includes(char)) return 3;
  if (/[a-z0-9]/.test(char)) return 4.5;
  return char === '\n' ? 5 : 6;
});

/** The first bytes of a literal that say enough: they stand where it stands. */
export function tellingPart(literal: string): string {
  for (let length = 1; length < literal.length; length++) {
    const part = literal.slice(0, length);
    if (informationOf(part) >= ENOUGH_BITS) return part;
  }
  return literal;
}
