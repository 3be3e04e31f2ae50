import type { Content, ContentSink } from '../content.js';
import type { Unscanned } from '../conversation.js';
import { PASSED_OVER, WholeBody, type BodyConsumer } from './consumer.js';
import { decodedBody, UnreadBody } from './encoded-body.js';
import { FileInTextBody } from './file-in-text.js';
import { packedFormatOf, TELLING_BYTES, type PackedFormat } from './packed-formats.js';
import type { ScanBudget } from './scan-budget.js';
import { TarBody } from './tar-body.js';
import { UnpackedBody } from './unpacked-body.js';
import { ZipBody } from './zip-body.js';

/** What is packed in a packed file is unpacked as well (a backup in an archive); what is packed in that is not. */
const LAYERS = 2;

/**
 * A file or body that is scanned as it is; one that leaves and was packed before, as what is in it.
 *
 * @param name Of a field in a form: what its value is worth may be told by that alone.
 */
export function fileBody(
  sink: ContentSink,
  content: Content,
  budget: ScanBudget,
  late: Unscanned,
  name?: string,
): BodyConsumer {
  return content.direction === 'outbound'
    ? new PackedBody({ sink, content, budget, late, name, layers: LAYERS, isSeen: false })
    : new WholeBody(sink, content, budget);
}

/** Where a file stands that may be packed. */
interface Place {
  readonly sink: ContentSink;
  readonly content: Content;
  readonly budget: ScanBudget;
  readonly late: Unscanned;
  readonly name?: string | undefined;
  /** How often it may be unpacked. */
  readonly layers: number;
  /** It is looked at as it is by somebody else. */
  readonly isSeen: boolean;
}

/**
 * What leaves as a packed file, as `tar cz secrets | curl --data-binary @-` sends it: no coding is named, and whoever gets
 * it unpacks it. What arrives packed is not unpacked here: that would be every package that is installed.
 */
class PackedBody implements BodyConsumer {
  readonly #place: Place;
  /** What has come while it could not be told what it is. */
  #beginning: Buffer = Buffer.alloc(0);
  #body: BodyConsumer | undefined;

  constructor(place: Place) {
    this.#place = place;
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
    return this.#begin(bodyFor(format, this.#place)).write(bytes);
  }

  flush(): void {
    // A few bytes say nothing yet, and who sends them by themselves does not get round being unpacked.
    if (this.#body === undefined && this.#beginning.length >= TELLING_BYTES)
      this.#begin(bodyFor(undefined, this.#place));
    this.#body?.flush();
  }

  end(done: () => void): void {
    const body = this.#body ?? this.#begin(plainBody(this.#place));
    body.end(done);
  }

  #begin(body: BodyConsumer): BodyConsumer {
    this.#body = body;
    if (this.#beginning.length > 0) this.#place.late.truncated += body.write(this.#beginning);
    return body;
  }
}

function bodyFor(format: PackedFormat | undefined, place: Place): BodyConsumer {
  const { sink, content, budget, late, layers, isSeen } = place;
  if (isSeen && (format === undefined || format === 'tar')) return PASSED_OVER;
  if (format === 'tar' || (format === undefined && layers === LAYERS)) {
    budget.unpacked ??= { left: budget.left };
    const own: ScanBudget = { left: budget.left, unpacked: budget.unpacked };
    const member = (): BodyConsumer => new PackedBody({ ...place, budget: own, isSeen: true });
    return format === 'tar' ? new TarBody(plainBody(place), member) : new FileInTextBody(plainBody(place), member);
  }
  if (format === undefined) return plainBody(place);
  if (format === 'encrypted' || format === 'unreadable' || layers === 0) {
    late.reason ??= format === 'encrypted' ? 'encrypted file' : 'packed file that cannot be unpacked';
    return new UnreadBody(plainBody(place), late);
  }
  // A gzip file may name what is in it, which is not compressed.
  const packed = format === 'gzip' ? plainBody(place) : undefined;
  return new UnpackedBody(packed, budget, late, (own, inner) => {
    const file = (): BodyConsumer =>
      new PackedBody({ sink, content, budget: own, late: inner, layers: layers - 1, isSeen: false });
    return format === 'zip'
      ? new ZipBody(sink, content, own, inner, file)
      : decodedBody([format], file(), own, inner, content.flow.agent);
  });
}

function plainBody({ sink, content, budget, name, isSeen }: Place): BodyConsumer {
  if (isSeen) return PASSED_OVER;
  const body = new WholeBody(sink, content, budget);
  if (name !== undefined) body.write(Buffer.from(`${name}=`, 'latin1'));
  return body;
}
