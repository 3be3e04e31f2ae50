import type { Unscanned } from '../conversation.js';
import type { BodyConsumer } from './consumer.js';
import type { ScanBudget } from './scan-budget.js';

/**
 * A packed file beside what comes out of it. The file counts towards the limit of its message as the bytes that it is; what
 * comes out of all files of the message has as much room once more, so that a bomb costs that and hides nothing else.
 */
export class UnpackedBody implements BodyConsumer {
  readonly #packed: BodyConsumer | undefined;
  readonly #budget: ScanBudget;
  readonly #late: Unscanned;
  readonly #unpacked: BodyConsumer;
  /** What was not scanned of what came out, in bytes of that. */
  readonly #inner: Unscanned = { truncated: 0, unparsed: 0 };
  #taken = 0;

  /**
   * @param packed Takes the file as it is; undefined where what unpacks it looks at all of it.
   * @param unpack Makes what takes the file apart, given the room and the count of what comes out.
   */
  constructor(
    packed: BodyConsumer | undefined,
    budget: ScanBudget,
    late: Unscanned,
    unpack: (budget: ScanBudget, late: Unscanned) => BodyConsumer,
  ) {
    this.#packed = packed;
    this.#budget = budget;
    this.#late = late;
    budget.unpacked ??= { left: budget.left };
    this.#unpacked = unpack(budget.unpacked, this.#inner);
  }

  write(bytes: Uint8Array): number {
    const within = Math.min(bytes.length, this.#budget.left);
    const taken = within === bytes.length ? bytes : bytes.subarray(0, within);
    if (this.#packed === undefined) this.#budget.left -= within;
    else this.#packed.write(taken);
    const unscanned = within === 0 ? 0 : this.#unpacked.write(taken);
    this.#taken += within - unscanned;
    return bytes.length - within + unscanned;
  }

  flush(): void {
    this.#packed?.flush();
    this.#unpacked.flush();
  }

  end(done: () => void): void {
    const told = (): void => {
      // More may have come out than went in, and bytes are counted as they were sent.
      const unparsed = Math.min(this.#inner.unparsed, this.#taken);
      this.#late.unparsed += unparsed;
      this.#late.truncated += Math.min(this.#inner.truncated, this.#taken - unparsed);
      if (this.#inner.reason !== undefined) this.#late.reason ??= this.#inner.reason;
      done();
    };
    const end = (): void => this.#unpacked.end(told);
    if (this.#packed === undefined) end();
    else this.#packed.end(end);
  }
}
