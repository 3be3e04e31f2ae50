import type { Content, ContentSink } from '../content.js';
import type { Unscanned } from '../conversation.js';
import { WholeBody, type BodyConsumer } from './consumer.js';
import { decodedBody } from './encoded-body.js';
import type { ScanBudget } from './scan-budget.js';

/** How a gzip file begins: two bytes of its own, and deflate as the method (RFC 1952 §2.3.1). */
const GZIP: readonly number[] = [0x1f, 0x8b, 8];

/** A file or body that is scanned as it is; one that leaves and was packed before, also as what is in it. */
export function fileBody(sink: ContentSink, content: Content, budget: ScanBudget, late: Unscanned): BodyConsumer {
  return content.direction === 'outbound'
    ? new PackedBody(sink, content, budget, late)
    : new WholeBody(sink, content, budget);
}

/**
 * What leaves as a gzip file, as `tar cz secrets | curl --data-binary @-` sends it: no coding is named, and whoever gets
 * it unpacks it. What arrives packed is not unpacked here: that would be every package that is installed.
 */
class PackedBody implements BodyConsumer {
  readonly #whole: WholeBody;
  readonly #unpack: () => BodyConsumer;
  #beginning: number[] | undefined = [];
  #unpacked: BodyConsumer | undefined;

  constructor(sink: ContentSink, content: Content, budget: ScanBudget, late: Unscanned) {
    this.#whole = new WholeBody(sink, content, budget);
    this.#unpack = () => {
      // What is unpacked is part of what was counted already, so it has a budget of its own.
      const own: ScanBudget = { left: budget.left };
      return decodedBody(['gzip'], new WholeBody(sink, content, own), own, late);
    };
  }

  write(bytes: Uint8Array): number {
    const rest = this.#beginning === undefined ? bytes : this.#begin(this.#beginning, bytes);
    if (rest.length > 0) this.#unpacked?.write(rest);
    return this.#whole.write(bytes);
  }

  flush(): void {
    this.#whole.flush();
    this.#unpacked?.flush();
  }

  end(done: () => void): void {
    this.#whole.end(() => {
      if (this.#unpacked === undefined) done();
      else this.#unpacked.end(done);
    });
  }

  /** @returns the bytes behind the beginning, once it is known what it is. */
  #begin(beginning: number[], bytes: Uint8Array): Uint8Array {
    const taken = bytes.subarray(0, GZIP.length - beginning.length);
    beginning.push(...taken);
    if (beginning.every((byte, i) => byte === GZIP[i])) {
      if (beginning.length < GZIP.length) return bytes.subarray(bytes.length);
      this.#unpacked = this.#unpack();
      this.#unpacked.write(Buffer.from(beginning));
    }
    this.#beginning = undefined;
    return bytes.subarray(taken.length);
  }
}
