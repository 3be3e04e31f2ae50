import { SKIP_SLOTS, SKIP_UNIT, type RingMemory } from './layout.js';

type Direction = 'outbound' | 'inbound';

/** The writer's side of the skip table: which flow may use which slot, and what the reader said it does not need. */
export class SkipSlots {
  readonly #table: Int32Array;
  readonly #owners = new Map<number, number>();

  constructor(memory: RingMemory) {
    this.#table = new Int32Array(memory.skip);
  }

  /** Gives a flow its slot; false when another one has it, and the flow then has no use of the table. */
  claim(flow: number): boolean {
    const slot = flow % SKIP_SLOTS;
    if (this.#owners.has(slot)) return false;
    this.#owners.set(slot, flow);
    this.#table.fill(0, slot * 2, slot * 2 + 2);
    return true;
  }

  /** Takes a slot back, once the reader has reported the flow and will not write for it any more. */
  release(flow: number): void {
    if (this.#owners.get(flow % SKIP_SLOTS) === flow) this.#owners.delete(flow % SKIP_SLOTS);
  }

  /** Stream offset up to which the reader needs nothing; 0 when it needs everything. */
  until(flow: number, direction: Direction): number {
    return Atomics.load(this.#table, index(flow, direction)) * SKIP_UNIT;
  }
}

/** The reader's side: says that a flow's bytes are not needed up to a stream offset. */
export function announceSkip(memory: RingMemory, flow: number, direction: Direction, offset: number): void {
  const units = Math.min(0x7fffffff, Math.floor(offset / SKIP_UNIT));
  Atomics.store(new Int32Array(memory.skip), index(flow, direction), units);
}

function index(flow: number, direction: Direction): number {
  return (flow % SKIP_SLOTS) * 2 + (direction === 'outbound' ? 0 : 1);
}
