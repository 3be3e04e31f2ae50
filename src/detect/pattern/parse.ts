import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { ANY_BYTE, ByteSet, DIGITS, LINE_END, NO_BYTE, NOT_LINE_END, SPACE, WORD } from './byte-set.js';
import type { Edge, EdgedExpression, Expression } from './expression.js';

/** A construct that is not regular, or that means something else over bytes. A fault of a rule, found by its tests. */
export class UnsupportedPatternError extends Error {
  override readonly name = 'UnsupportedPatternError';
}

const parser = new RegExpParser({ ecmaVersion: 2024 });

/**
 * Reads a JavaScript regular expression as an expression over the bytes of UTF-8 text.
 *
 * Supported are characters, classes, groups, alternatives and quantifiers (greedy or lazy: a match is always the
 * leftmost and longest), the flag `i` for ASCII, and at the two ends of the whole pattern `^`, `$`, `\b`, and a
 * look-around of one class. Back-references, look-around elsewhere and `\b` in the middle are not regular over one
 * pass and are refused.
 *
 * @throws UnsupportedPatternError naming the construct.
 */
export function parsePattern(pattern: RegExp): EdgedExpression {
  const unknown = pattern.flags.replace(/[imsu]/g, '');
  if (unknown !== '') throw new UnsupportedPatternError(`the flag ${unknown} is not supported, in ${String(pattern)}`);
  const tree = parser.parsePattern(pattern.source, 0, pattern.source.length, { unicode: pattern.unicode });
  const reader = new PatternReader(pattern);
  const [only] = tree.alternatives;
  if (tree.alternatives.length !== 1 || only === undefined) {
    return { body: reader.choice(tree.alternatives), before: undefined, after: undefined };
  }
  const elements = [...only.elements];
  const first = elements[0];
  const before = first?.type === 'Assertion' ? elements.shift() && reader.leading(first, elements[0]) : undefined;
  const last = elements.at(-1);
  const after = last?.type === 'Assertion' ? elements.pop() && reader.trailing(last, elements.at(-1)) : undefined;
  return { body: reader.sequence(elements), before, after };
}

class PatternReader {
  readonly #pattern: RegExp;
  readonly #ignoreCase: boolean;

  constructor(pattern: RegExp) {
    this.#pattern = pattern;
    this.#ignoreCase = pattern.ignoreCase;
  }

  choice(alternatives: readonly AST.Alternative[]): Expression {
    const options = alternatives.map((alternative) => this.sequence(alternative.elements));
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  sequence(elements: readonly AST.Element[]): Expression {
    const parts = elements.map((element) => this.#element(element));
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  leading(assertion: AST.Assertion, next: AST.Element | undefined): Edge {
    switch (assertion.kind) {
      case 'start':
        return { allowed: LINE_END, textEdge: true };
      case 'word':
        return this.#wordEdge(assertion, next, 'first');
      case 'lookbehind':
        return this.#classEdge(assertion);
      default:
        return this.#refuse(assertion.raw);
    }
  }

  trailing(assertion: AST.Assertion, previous: AST.Element | undefined): Edge {
    switch (assertion.kind) {
      case 'end':
        return { allowed: LINE_END, textEdge: true };
      case 'word':
        return this.#wordEdge(assertion, previous, 'last');
      case 'lookahead':
        return this.#classEdge(assertion);
      default:
        return this.#refuse(assertion.raw);
    }
  }

  #element(element: AST.Element): Expression {
    switch (element.type) {
      case 'Character':
        return this.#character(element.value);
      case 'CharacterSet':
      case 'CharacterClass':
        return this.#class(element);
      case 'Group':
      case 'CapturingGroup':
        return this.choice(element.alternatives);
      case 'Quantifier':
        return { kind: 'repeat', part: this.#element(element.element), min: element.min, max: element.max };
      default:
        return this.#refuse(element.raw);
    }
  }

  /** A character above 127 is the sequence of its UTF-8 bytes. */
  #character(codePoint: number): Expression {
    if (codePoint <= 127) return this.#byte(codePoint);
    const bytes = Buffer.from(String.fromCodePoint(codePoint), 'utf8');
    return { kind: 'sequence', parts: Array.from(bytes, (byte) => this.#byte(byte)) };
  }

  #byte(byte: number): Expression {
    return { kind: 'set', set: this.#single(byte) };
  }

  #single(byte: number): ByteSet {
    const set = ByteSet.single(byte);
    return this.#ignoreCase ? set.foldCase() : set;
  }

  #class(node: AST.CharacterSet | AST.CharacterClass): Expression {
    const wide = node.type === 'CharacterClass' && !node.negate ? this.#wideCharacters(node) : [];
    const set: Expression = { kind: 'set', set: this.#byteSet(node) };
    return wide.length === 0 ? set : { kind: 'choice', options: [set, ...wide] };
  }

  /** Single characters above 127 in a class become alternatives; ranges of them would need a UTF-8 automaton. */
  #wideCharacters(node: AST.CharacterClass): Expression[] {
    return node.elements.flatMap((element) => {
      if (element.type === 'Character' && element.value > 127) return [this.#character(element.value)];
      return [];
    });
  }

  #byteSet(node: AST.CharacterSet | AST.CharacterClass | AST.Character): ByteSet {
    if (node.type === 'Character') return node.value > 127 ? NO_BYTE : this.#single(node.value);
    if (node.type === 'CharacterSet') {
      switch (node.kind) {
        case 'any':
          return this.#pattern.dotAll ? ANY_BYTE : NOT_LINE_END;
        case 'digit':
          return node.negate ? DIGITS.complement() : DIGITS;
        case 'space':
          return node.negate ? SPACE.complement() : SPACE;
        case 'word':
          return node.negate ? WORD.complement() : WORD;
        default:
          return this.#refuse(node.raw);
      }
    }
    // A class is a list of ranges and characters, mostly; a set for each would have to be looked up.
    const ranges: (readonly [first: number, last: number])[] = [];
    let set = NO_BYTE;
    for (const element of node.elements) {
      if (element.type === 'CharacterClassRange') {
        const { min, max } = element;
        if (max.value > 127) this.#refuse(element.raw);
        ranges.push([min.value, max.value]);
      } else if (element.type === 'Character') {
        if (element.value <= 127) ranges.push([element.value, element.value]);
      } else if (element.type === 'CharacterSet' || element.type === 'CharacterClass') {
        set = set.union(this.#byteSet(element));
      } else {
        this.#refuse(element.raw);
      }
    }
    set = set.union(ByteSet.ofRanges(ranges));
    if (this.#ignoreCase) set = set.foldCase();
    return node.negate ? set.complement() : set;
  }

  /** `(?=[class])`, `(?![class])`, `(?=[class]|$)` and the same looking back, with `^`. */
  #classEdge(assertion: AST.LookaroundAssertion): Edge {
    let set: ByteSet | undefined;
    // A negative look-around holds at the edge of the text; a positive one only when it says so.
    let textEdge = assertion.negate;
    for (const { elements } of assertion.alternatives) {
      const [element] = elements;
      if (elements.length !== 1 || element === undefined) return this.#refuse(assertion.raw);
      if (element.type === 'Assertion' && (element.kind === 'end' || element.kind === 'start') && !assertion.negate) {
        textEdge = true;
        set = set === undefined ? LINE_END : set.union(LINE_END);
      } else if (isOneCharacter(element)) {
        const own = this.#byteSet(element);
        set = set === undefined ? own : set.union(own);
      } else {
        return this.#refuse(assertion.raw);
      }
    }
    if (set === undefined) return this.#refuse(assertion.raw);
    return { allowed: assertion.negate ? set.complement() : set, textEdge };
  }

  /** `\b` beside something that is always, or never, a word character. */
  #wordEdge(assertion: AST.Assertion, neighbour: AST.Element | undefined, side: 'first' | 'last'): Edge {
    const sets = neighbour === undefined ? undefined : edgeSets(this.#element(neighbour), side);
    if (sets?.every((set) => set.isSubsetOf(WORD)) === true) return { allowed: WORD.complement(), textEdge: true };
    if (sets?.every((set) => set.isSubsetOf(WORD.complement())) === true) return { allowed: WORD, textEdge: false };
    return this.#refuse(assertion.raw);
  }

  #refuse(construct: string): never {
    throw new UnsupportedPatternError(`${construct} is not supported in this place, in ${String(this.#pattern)}`);
  }
}

function isOneCharacter(element: AST.Element): element is AST.Character | AST.CharacterSet | AST.CharacterClass {
  return element.type === 'Character' || element.type === 'CharacterSet' || element.type === 'CharacterClass';
}

/** The sets that an expression can begin or end with; undefined when it may be empty. */
function edgeSets(expression: Expression, side: 'first' | 'last'): ByteSet[] | undefined {
  switch (expression.kind) {
    case 'empty':
      return undefined;
    case 'set':
      return [expression.set];
    case 'choice': {
      const all = expression.options.map((option) => edgeSets(option, side));
      return all.every((sets) => sets !== undefined) ? all.flat() : undefined;
    }
    case 'sequence': {
      const found: ByteSet[] = [];
      const parts = side === 'first' ? expression.parts : [...expression.parts].reverse();
      for (const part of parts) {
        const sets = edgeSets(part, side);
        if (sets !== undefined) return [...found, ...sets];
        if (part.kind !== 'repeat') continue;
        // An optional part may stand at the edge or not: its own sets and those behind it.
        found.push(...(edgeSets(part.part, side) ?? []));
      }
      return undefined;
    }
    case 'repeat':
      return expression.min > 0 ? edgeSets(expression.part, side) : undefined;
  }
}
