import { BARRIER_BYTES } from '../barrier.js';
import type { Text } from '../pattern/text.js';
import type { Disguise } from './disguise.js';
import { EditList, type Range } from './edit-list.js';

/** The passes: each makes views of a text. */
export type PassName =
  | 'plain'
  | 'unescape'
  | 'unicode'
  | 'quoted-printable'
  | 'utf-16'
  | 'terminal'
  | 'padding'
  | 'concatenation'
  | 'shell'
  | 'runs'
  | 'binary'
  | 'mirror'
  | 'fields';

/** A text with some disguise taken off, and how it came about. */
export interface View {
  readonly text: Text;
  /** What it was made from; undefined for the text that really passed. */
  readonly parent: View | undefined;
  readonly edits: EditList;
  /** How many passes lie between this view and the text that really passed. */
  readonly depth: number;
  /** The pass that made it, which decides which passes may follow. */
  readonly pass: PassName;
  /** Whether what was put in could be read as an escape itself. */
  readonly reopens: boolean;
}

/** The view that is the text itself. */
export function plainView(text: Text): View {
  return { text, parent: undefined, edits: new EditList(), depth: 0, pass: 'plain', reopens: false };
}

/** How a range of a view was revealed. */
export interface Trace {
  /** Outermost first; empty when the range stands in the text as it passed. */
  readonly decoding: readonly Disguise[];
  /** The range in each view on the way, this one first, the text that really passed last. */
  readonly path: readonly { readonly view: View; readonly range: Range }[];
  /** The range in the text that passed. */
  readonly range: Range;
}

/**
 * Follows a range back to the text that passed.
 *
 * @returns undefined when the range is not changed by the view's own pass, so that its parent shows it just as well.
 */
export function traceOf(view: View, start: number, end: number): Trace | undefined {
  const path: { view: View; range: Range }[] = [];
  const decoding: (readonly Disguise[])[] = [];
  let at: Range = { from: start, to: end };
  let current = view;
  path.push({ view: current, range: at });
  while (current.parent !== undefined) {
    const revealed = current.edits.within(at.from, at.to);
    if (current === view && revealed.length === 0) return undefined;
    // Only what was base64 is looked at for compression.
    decoding.unshift(
      revealed.flatMap((disguise): Disguise[] => (disguise === 'gzip' ? ['base64', 'gzip'] : [disguise])),
    );
    at = current.edits.sourceOf(at.from, at.to);
    current = current.parent;
    path.push({ view: current, range: at });
  }
  return { decoding: decoding.flat().slice(0, MAX_NAMED), path, range: at };
}

/** Passes named in a finding; the schema allows no more. */
const MAX_NAMED = 8;

/** How far from an edit a match that holds it can reach: the default window of a rule and what it may look at beside. */
const NEAR = 1_024 + 64;

const NOTHING: Buffer = Buffer.alloc(0);

/** Puts a view together from pieces of its source and what stands for other pieces. */
export class ViewBuilder {
  readonly edits = new EditList();
  /** Set by a pass that put in a character that begins an escape. */
  reopens = false;
  readonly #capacity: number;
  #bytes: Buffer = NOTHING;
  #length = 0;

  /** @param capacity Bytes that will probably be needed; nothing is allocated before the first. */
  constructor(capacity: number) {
    this.#capacity = Math.max(64, capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Whether nothing was put in yet. */
  get isEmpty(): boolean {
    return this.#length === 0 && this.edits.size === 0 && !this.reopens;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The last byte, or -1 at the start. */
  get last(): number {
    return this.#length === 0 ? -1 : this.#bytes[this.#length - 1]!;
  }

  copy(source: Uint8Array, from: number, to: number): void {
    if (to <= from) return;
    this.#room(to - from);
    if (to - from < 24) for (let i = from; i < to; i++) this.#bytes[this.#length++] = source[i]!;
    else {
      this.#bytes.set(source.subarray(from, to), this.#length);
      this.#length += to - from;
    }
  }

  /**
   * Copies what lies between the last edit, which ended at `from`, and the next, which begins at `to`; of a long
   * stretch only what is near enough to either for a match to reach. A pass over a large text with one escape in it
   * costs little that way.
   *
   * @param final Whether no edit follows.
   */
  between(source: Uint8Array, from: number, to: number, final = false): void {
    const first = this.edits.size === 0;
    const head = first ? 0 : NEAR;
    const tail = final ? 0 : NEAR;
    if (to - from <= head + tail + BARRIER_BYTES.length) {
      this.copy(source, from, to);
      return;
    }
    this.copy(source, from, from + head);
    const begin = this.#length;
    this.copyAll(BARRIER_BYTES);
    this.edits.skip(begin, BARRIER_BYTES.length, from + head, to - tail);
    this.copy(source, to - tail, to);
  }

  byte(byte: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = byte;
  }

  /** Appends a code point as UTF-8. */
  codePoint(point: number): void {
    if (point < 0x80) {
      this.byte(point);
      return;
    }
    this.copyAll(Buffer.from(String.fromCodePoint(point)));
  }

  copyAll(bytes: Uint8Array): void {
    this.copy(bytes, 0, bytes.length);
  }

  /** Notes that everything since offset `at` stands for the source's bytes from `from` to `to`. */
  edited(disguise: number, at: number, from: number, to: number): void {
    this.edits.add(disguise, at, this.#length - at, from, to);
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#length + more, this.#bytes.length * 2, this.#capacity));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
