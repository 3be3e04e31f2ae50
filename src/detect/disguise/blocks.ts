import { BARRIER_BYTES } from '../barrier.js';
import { disguiseNumber, type Disguise } from './disguise.js';
import type { Range } from './edit-list.js';
import { ViewBuilder } from './view.js';

/** Collects what was decoded from separate places of a text into one view. */
export class Blocks {
  readonly #disguise: Disguise;
  #out: ViewBuilder | undefined;

  constructor(disguise: Disguise) {
    this.#disguise = disguise;
  }

  /** The view so far, or undefined when nothing was decoded. */
  get built(): ViewBuilder | undefined {
    return this.#out;
  }

  add(bytes: Uint8Array, source: Range): void {
    if (bytes.length === 0) return;
    this.#out ??= new ViewBuilder(bytes.length + 64);
    this.#out.copyAll(BARRIER_BYTES);
    const begin = this.#out.length;
    this.#out.copyAll(bytes);
    this.#out.edited(disguiseNumber(this.#disguise), begin, source.from, source.to);
    this.#out.copyAll(BARRIER_BYTES);
  }
}
