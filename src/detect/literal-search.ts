import type { EditList, Range } from './disguise/edit-list.js';
import { LiteralHits } from './scan/literal-hits.js';
import type { LiteralScanner } from './scan/literal-scanner.js';

/** Where more than this share of a view would have to be looked at anew, the whole is. */
const MOST_ANEW = 1 / 2;

/** Edits that stand so close that a literal could lie across two of them, as one. */
interface Cluster {
  readonly inView: Range;
  readonly inSource: Range;
}

/**
 * Finds literals in a text and then in the views of it. Between two edits of a view stands what stood in the text, so that
 * only what lies across an edit is looked for anew.
 */
export class LiteralSearch {
  readonly #scanner: LiteralScanner;
  /** The text that was looked at last, and what was found there. */
  #text: Uint8Array | undefined;
  readonly #inText = new LiteralHits();
  readonly #inView = new LiteralHits();
  readonly #near = new LiteralHits();
  #gathered = new Uint8Array(0);

  constructor(scanner: LiteralScanner) {
    this.#scanner = scanner;
  }

  /** @returns valid until the next text. */
  inText(text: Uint8Array): LiteralHits {
    this.#text = text;
    this.#inText.clear();
    this.#scanner.scan(text, this.#inText);
    return this.#inText;
  }

  /**
   * @param source What the view was made from.
   * @returns valid until the next view.
   */
  inView(view: Uint8Array, edits: EditList, source: Uint8Array | undefined): LiteralHits {
    this.#inView.clear();
    const reach = this.#scanner.longest - 1;
    const isKnown = source !== undefined && source === this.#text;
    const clusters = isKnown ? clustersOf(edits, reach) : undefined;
    const anew = clusters?.reduce((sum, { inView }) => sum + inView.to - inView.from + 2 * reach, 0) ?? Infinity;
    if (clusters === undefined || anew > view.length * MOST_ANEW) this.#scanner.scan(view, this.#inView);
    else this.#derive(view, clusters, reach);
    return this.#inView;
  }

  #derive(view: Uint8Array, clusters: readonly Cluster[], reach: number): void {
    const known = this.#inText;
    const near = this.#near;
    near.clear();
    this.#scanner.scan(this.#gather(view, clusters, reach), near);
    let next = 0;
    let nearby = 0;
    let gathered = 0;
    let shift = 0;
    let from = 0;
    const copyUpTo = (end: number): void => {
      for (; next < known.count && known.endOf(next) <= end; next++) {
        const start = known.startOf(next);
        if (start >= from) this.#inView.insert(known.literalOf(next), start + shift, known.endOf(next) + shift);
      }
    };
    for (const { inView, inSource } of clusters) {
      copyUpTo(inSource.from);
      const begin = Math.max(0, inView.from - reach);
      const first = gathered;
      gathered += Math.min(view.length, inView.to + reach) - begin;
      for (; nearby < near.count && near.endOf(nearby) <= gathered; nearby++) {
        // What lies across two pieces of what was gathered stands nowhere.
        if (near.startOf(nearby) < first) continue;
        const start = near.startOf(nearby) - first + begin;
        const end = near.endOf(nearby) - first + begin;
        if (start < inView.to && end > inView.from) this.#inView.insert(near.literalOf(nearby), start, end);
      }
      from = inSource.to;
      shift = inView.to - inSource.to;
    }
    copyUpTo(Infinity);
  }

  /** What is near enough to an edit for a literal to lie across it, one piece behind the other, to be looked at in one go. */
  #gather(view: Uint8Array, clusters: readonly Cluster[], reach: number): Uint8Array {
    if (this.#gathered.length < view.length) this.#gathered = new Uint8Array(2 * view.length);
    let length = 0;
    for (const { inView } of clusters) {
      const to = Math.min(view.length, inView.to + reach);
      for (let i = Math.max(0, inView.from - reach); i < to; i++) this.#gathered[length++] = view[i]!;
    }
    return this.#gathered.subarray(0, length);
  }
}

function clustersOf(edits: EditList, reach: number): Cluster[] {
  const clusters: Cluster[] = [];
  for (let i = 0; i < edits.size; i++) {
    const inView = edits.inView(i);
    const inSource = edits.inSource(i);
    const last = clusters.at(-1);
    if (last === undefined || inView.from - last.inView.to >= reach) clusters.push({ inView, inSource });
    else {
      clusters[clusters.length - 1] = {
        inView: { from: last.inView.from, to: inView.to },
        inSource: { from: last.inSource.from, to: inSource.to },
      };
    }
  }
  return clusters;
}
