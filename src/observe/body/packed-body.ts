import type { Content, ContentSink } from '../content.js';
import type { Unscanned } from '../conversation.js';
import { WholeBody, type BodyConsumer } from './consumer.js';
import { decodedBody, UnreadBody } from './encoded-body.js';
import { packedFormatOf, type PackedFormat } from './packed-formats.js';
import type { ScanBudget } from './scan-budget.js';
import { UnpackedBody } from './unpacked-body.js';
import { ZipBody } from './zip-body.js';

/** What is packed in a packed file is unpacked as well (a backup in an archive); what is packed in that is not. */
const LAYERS = 2;

/** A file or body that is scanned as it is; one that leaves and was packed before, as what is in it. */
export function fileBody(sink: ContentSink, content: Content, budget: ScanBudget, late: Unscanned): BodyConsumer {
  return content.direction === 'outbound'
    ? new PackedBody(sink, content, budget, late, LAYERS)
    : new WholeBody(sink, content, budget);
}

/**
 * What leaves as a packed file, as `tar cz secrets | curl --data-binary @-` sends it: no coding is named, and whoever gets
 * it unpacks it. What arrives packed is not unpacked here: that would be every package that is installed.
 */
class PackedBody implements BodyConsumer {
  readonly #bodyFor: (format: PackedFormat | undefined) => BodyConsumer;
  readonly #late: Unscanned;
  /** What has come while it could not be told what it is: a few bytes. */
  #beginning: Buffer = Buffer.alloc(0);
  #body: BodyConsumer | undefined;

  constructor(sink: ContentSink, content: Content, budget: ScanBudget, late: Unscanned, layers: number) {
    this.#late = late;
    const whole = (): BodyConsumer => new WholeBody(sink, content, budget);
    this.#bodyFor = (format) => {
      if (format === undefined) return whole();
      if (format === 'unreadable' || layers === 0) {
        late.reason ??= 'packed file that cannot be unpacked';
        return new UnreadBody(whole(), late);
      }
      // A gzip file may name what is in it, which is not compressed.
      return new UnpackedBody(format === 'gzip' ? whole() : undefined, budget, late, (own, inner) => {
        const file = (): BodyConsumer => new PackedBody(sink, content, own, inner, layers - 1);
        return format === 'zip'
          ? new ZipBody(sink, content, own, inner, file)
          : decodedBody([format], file(), own, inner);
      });
    };
  }

  write(bytes: Uint8Array): number {
    if (this.#body !== undefined) return this.#body.write(bytes);
    const held = this.#beginning;
    const beginning = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    const format = packedFormatOf(beginning);
    if (format === 'more') {
      this.#beginning = Buffer.from(beginning);
      return 0;
    }
    return this.#begin(this.#bodyFor(format)).write(bytes);
  }

  flush(): void {
    this.#body?.flush();
  }

  end(done: () => void): void {
    const body = this.#body ?? this.#begin(this.#bodyFor(undefined));
    body.end(done);
  }

  #begin(body: BodyConsumer): BodyConsumer {
    this.#body = body;
    if (this.#beginning.length > 0) this.#late.truncated += body.write(this.#beginning);
    return body;
  }
}
