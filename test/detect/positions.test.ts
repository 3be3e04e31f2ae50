import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ByteClasses } from '../../src/detect/pattern/byte-classes.js';
import { ByteSet } from '../../src/detect/pattern/byte-set.js';
import { backwards, behindByte, fromPosition, upToPosition } from '../../src/detect/pattern/derived-positions.js';
import { parsePattern } from '../../src/detect/pattern/parse.js';
import { canEndAt, followersOf, positionsOf, setAt, type Positions } from '../../src/detect/pattern/positions.js';

/** Whether a whole text is taken, told from the positions as their documentation says. */
function takes(positions: Positions, text: string): boolean {
  let standing = new Set([positions.size]);
  for (const byte of Buffer.from(text, 'latin1')) {
    const reached = [...standing].flatMap((position) => [...followersOf(positions, position)]);
    standing = new Set(reached.filter((position) => setAt(positions, position).has(byte)));
  }
  return [...standing].some((position) => canEndAt(positions, position));
}

const parts = ['a', 'b?', '[ab]', 'c+', 'a{2}', 'b{1,3}', '(?:ab|c){0,2}', '(?:a|bc?)*', '(?:c|ab)', '(?:b{0,2}c)+'];
const sequences = fc.array(fc.constantFrom(...parts), { minLength: 2, maxLength: 5 });
const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });

/** @returns undefined for an expression that may be empty. */
function compiled(source: string): ReturnType<typeof positionsOf> | undefined {
  return new RegExp(`^(?:${source})$`).test('') ? undefined : positionsOf(parsePattern(new RegExp(source)).body);
}

function isWhole(source: string, text: string): boolean {
  return new RegExp(`^(?:${source})$`).test(text);
}

test('positions take what the expression matches, and backwards what it matches backwards', () => {
  fc.assert(
    fc.property(sequences, texts, (sequence, text) => {
      const source = sequence.join('');
      const whole = compiled(source);
      fc.pre(whole !== undefined);
      const mirrored = Array.from(text).reverse().join('');
      expect(takes(whole.positions, text)).toBe(isWhole(source, text));
      expect(takes(backwards(whole.positions), mirrored)).toBe(isWhole(source, text));
    }),
    { numRuns: 1_000 },
  );
});

test('the part up to a position and the part from there take what these parts match', () => {
  fc.assert(
    fc.property(sequences, fc.nat(), texts, (sequence, number, text) => {
      const part = 1 + (number % (sequence.length - 1));
      const [front, rest] = [sequence.slice(0, part).join(''), sequence.slice(part).join('')];
      const whole = compiled(front + rest);
      fc.pre(whole !== undefined);
      const border = whole.begins[part]!;
      const expected = { front: text !== '' && isWhole(front, text), rest: text !== '' && isWhole(rest, text) };
      // A front that may be empty is not asked for.
      const inFront = isWhole(front, '') ? expected.front : takes(upToPosition(whole.positions, border), text);
      const inRest = takes(fromPosition(whole.positions, border), text);
      expect({ front: inFront, rest: inRest }).toEqual(expected);
    }),
    { numRuns: 1_000 },
  );
});

test('one byte may be asked for before all', () => {
  fc.assert(
    fc.property(sequences, texts, (sequence, text) => {
      const source = sequence.join('');
      const whole = compiled(source);
      fc.pre(whole !== undefined);
      const behindC = behindByte(whole.positions, ByteSet.single(0x63));
      expect(takes(behindC, text)).toBe(isWhole(`c${source}`, text));
    }),
  );
});

test('bytes are of one class if no set tells them from each other', () => {
  const sets = fc.array(fc.uniqueArray(fc.nat(255), { maxLength: 40 }), { maxLength: 12 });
  fc.assert(
    fc.property(sets, fc.nat(255), fc.nat(255), (members, one, other) => {
      const classes = new ByteClasses(members.map((bytes) => ByteSet.of((byte) => bytes.includes(byte))));
      const areAlike = members.every((bytes) => bytes.includes(one) === bytes.includes(other));
      expect(classes.of[one] === classes.of[other]).toBe(areAlike);
      expect(new Set(classes.of).size).toBe(classes.count);
    }),
  );
});
