import { bufferOf, type Text } from '../pattern/text.js';
import { isBinary } from './binary.js';
import { concatenation } from './concatenation.js';
import { decodeRuns } from './decode-runs.js';
import { padding } from './padding.js';
import type { Places } from './places.js';
import { quotedPrintable } from './quoted-printable.js';
import { shell } from './shell.js';
import { survey } from './survey.js';
import { terminal } from './terminal.js';
import { textStretches } from './text-stretches.js';
import { unescape } from './unescape.js';
import { unicode } from './unicode.js';
import { utf16 } from './utf16.js';
import { plainView, ViewBuilder, type PassName, type View } from './view.js';

/** Disguises within disguises that are taken off. */
const MAX_DEPTH = 6;
/**
 * Bytes of all views of a text together, as a multiple of the text, and what short texts may have in any case. Ordinary
 * text has two views and comes nowhere near; a quarter of this let thirty disguised decoys keep a secret in two disguises
 * from being seen in one of four cases (now one in fifty), and was no more than twice as fast on such text.
 */
export const MAX_GROWTH = 32;
export const MIN_BUDGET = 128 * 1024;
/** Views of one text; each costs something even when it is short. */
export const MAX_VIEWS = 192;

/**
 * A pass over a whole text. Returns false when there was nothing to take off.
 *
 * @param places Where those passes have something to look at that need not read all of it.
 * @param inJson Whether the text is JSON with escapes in it: its backslashes are no shell's.
 */
type Pass = (source: Buffer, out: ViewBuilder, places: Places, inJson: boolean) => boolean;

/** Passes over a whole text, in the order in which they are tried. */
const PASSES: readonly (readonly [PassName, Pass])[] = [
  ['unescape', unescape],
  ['unicode', unicode],
  ['quoted-printable', quotedPrintable],
  ['utf-16', utf16],
  ['terminal', terminal],
  ['padding', padding],
  ['concatenation', concatenation],
  ['shell', shell],
];

/**
 * Which passes may follow which. Passes whose order does not matter follow each other in one order only, so that the
 * number of views does not multiply; a decoded block is a new text and may hold anything.
 */
const EVERY: readonly PassName[] = [...PASSES.map(([name]) => name), 'runs'];
const FOLLOWING: Readonly<Record<PassName, readonly PassName[]>> = {
  plain: EVERY,
  runs: EVERY,
  binary: EVERY,
  mirror: ['unescape', 'unicode', 'concatenation', 'shell', 'runs'],
  fields: ['runs'],
  unescape: EVERY,
  unicode: ['unescape', 'terminal', 'padding', 'concatenation', 'shell', 'runs'],
  'quoted-printable': ['unescape', 'unicode', 'concatenation', 'shell', 'runs'],
  'utf-16': EVERY,
  terminal: ['padding', 'concatenation', 'shell', 'runs'],
  padding: ['concatenation', 'shell'],
  concatenation: ['unescape', 'shell', 'runs'],
  shell: ['runs'],
};
/** Passes that make sense where the bytes are no text; the others look at the text that stands between these bytes. */
const IN_BINARY: readonly PassName[] = ['utf-16', 'runs'];
/** Passes that leave most of a text as it is: what is encoded there was decoded from the text before. */
const KEEPS: ReadonlySet<PassName> = new Set([
  'unescape',
  'unicode',
  'quoted-printable',
  'terminal',
  'padding',
  'concatenation',
  'shell',
]);

/** Passes for which JSON with escapes is not worth looking at when there is a view of it without them. */
const IN_STRINGS: ReadonlySet<PassName> = new Set(['concatenation', 'shell']);

/** Passes behind which escapes are only looked for when what they made may hold any. */
const ONLY_REOPENED: ReadonlySet<PassName> = new Set(['unicode', 'concatenation']);

/** Takes the disguises off a text, one after the other, in bounded work. */
export class Unveiling {
  readonly #queue: View[] = [];
  #budget: number;
  #views = 0;

  constructor(text: Text) {
    this.#budget = Math.max(MIN_BUDGET, text.bytes.length * MAX_GROWTH);
    this.#queue.push(plainView(text));
  }

  /**
   * Hands on the text itself and then every view of it, the least disguised first.
   *
   * @param visit Looks at a view. What it adds with `add` is unveiled in turn.
   */
  run(visit: (view: View) => void): void {
    for (let view = this.#queue.shift(); view !== undefined; view = this.#queue.shift()) {
      visit(view);
      if (view.depth < MAX_DEPTH) this.#derive(view);
    }
  }

  /** Adds a view that was made from `parent`. Returns false when that would be too many. */
  add(parent: View, pass: PassName, built: ViewBuilder): boolean {
    if (this.#views >= MAX_VIEWS || built.length > this.#budget) return false;
    this.#budget -= built.length;
    this.#views++;
    const { atStart, atEnd } = parent.text;
    this.#queue.push({
      text: { bytes: built.bytes, atStart, atEnd },
      parent,
      edits: built.edits,
      depth: parent.depth + 1,
      pass,
      reopens: built.reopens,
    });
    return true;
  }

  #derive(view: View): void {
    const source = bufferOf(view.text);
    const following = FOLLOWING[view.pass];
    if (view.pass !== 'binary' && !isBinary(source)) {
      this.#undo(view, source, following);
      return;
    }
    this.#undo(view, source, IN_BINARY);
    const stretches = textStretches(source);
    if (stretches === undefined) return;
    // No view of its own: a rule finds nothing in these stretches that it does not find in the whole.
    const { bytes, edits } = stretches;
    const inText = following.filter((name) => !IN_BINARY.includes(name));
    this.#undo({ ...view, text: { ...view.text, bytes }, parent: view, edits }, bytes, inText);
  }

  /** Adds what the passes that may follow a view make of its source. */
  #undo(view: View, source: Buffer, following: readonly PassName[]): void {
    const places = survey(source);
    let inJson = false;
    let stringsShown = false;
    // Most passes find nothing to take off, and then the next one may have what was made for them.
    let out = new ViewBuilder(source.length);
    for (const [name, pass] of PASSES) {
      if (!following.includes(name)) continue;
      if (stringsShown && IN_STRINGS.has(name)) continue;
      if (name === 'unescape' && ONLY_REOPENED.has(view.pass) && !view.reopens) continue;
      if (!out.isEmpty) out = new ViewBuilder(source.length);
      if (!pass(source, out, places, inJson)) continue;
      const isShown = this.add(view, name, out);
      if (name === 'unescape') {
        inJson = namesMembers(source);
        stringsShown = isShown && inJson && out.edits.isWhole;
      }
    }
    if (following.includes('runs')) this.#decode(view, source, places);
  }

  #decode(view: View, source: Buffer, places: Places): void {
    const keeps = KEEPS.has(view.pass);
    const { texts, binary } = decodeRuns(source, places, (from, to) => !keeps || view.edits.touches(from, to));
    for (const { built } of texts) if (built !== undefined) this.add(view, 'runs', built);
    if (binary.built !== undefined) this.add(view, 'binary', binary.built);
  }
}

/** Names of members that are looked at for one that is not escaped itself. */
const MAX_NAMES = 16;

/** Whether a text names members as JSON does; in a literal of source code that holds JSON the quotes are escaped. */
function namesMembers(source: Buffer): boolean {
  let at = source.indexOf('":');
  for (let i = 0; i < MAX_NAMES && at !== -1; i++, at = source.indexOf('":', at + 2)) {
    if (source[at - 1] !== 0x5c) return true;
  }
  return false;
}
