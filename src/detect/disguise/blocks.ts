import type { Disguise } from './disguise.js';
import { disguiseNumber } from './disguise.js';
import type { Range } from './edit-list.js';
import { ViewBuilder } from './view.js';

/** Between decoded blocks: no rule's match reaches over a line end and a control character. */
const SEPARATOR = Buffer.from('\n\x01\n');

/** Collects what was decoded from separate places of a text into one view. */
export class Blocks {
  readonly disguise: Disguise;
  readonly #number: number;
  #out: ViewBuilder | undefined;

  constructor(disguise: Disguise) {
    this.disguise = disguise;
    this.#number = disguiseNumber(disguise);
  }

  /** The view so far, or undefined when nothing was decoded. */
  get built(): ViewBuilder | undefined {
    return this.#out;
  }

  add(bytes: Uint8Array, source: Range): void {
    if (bytes.length === 0) return;
    this.#out ??= new ViewBuilder(bytes.length + 64);
    this.#out.copyAll(SEPARATOR);
    const begin = this.#out.length;
    this.#out.copyAll(bytes);
    this.#out.edited(this.#number, begin, source.from, source.to);
    this.#out.copyAll(SEPARATOR);
  }
}
