import type { Content, ContentSink } from '../content.js';
import type { Unscanned } from '../conversation.js';
import type { BodyConsumer } from './consumer.js';
import { serverSentEvents } from './event-readers.js';
import { JoinedBody } from './joined-body.js';
import { ModelReplyBody } from './model-reply-body.js';
import type { ScanBudget } from './scan-budget.js';

/** What a stream of events begins with (WHATWG HTML §9.2.6), but for unknown fields; gateways begin with a comment. */
const FIELDS = ['data:', 'event:', 'id:', 'retry:', ':'];
const BYTE_ORDER_MARK = Buffer.from('\uFEFF').toString('latin1');
const BEGINNINGS = FIELDS.flatMap((field) => [field, `\n${field}`, `\r\n${field}`, `${BYTE_ORDER_MARK}${field}`]);
/** Most answers are none by their first byte, which is all that they are asked for. */
const FIRST_BYTES: ReadonlySet<number> = new Set(BEGINNINGS.map((beginning) => beginning.charCodeAt(0)));
const TELLING_BYTES = Math.max(...BEGINNINGS.map((beginning) => beginning.length));

/**
 * What arrives under a type that says nothing of a stream: how it begins tells whether it is one of events all the same. Small
 * servers name no type (Starlette's StreamingResponse) or a wrong one, and clients read what they asked for.
 */
export class ReplyBody implements BodyConsumer {
  readonly #sink: ContentSink;
  readonly #content: Content;
  readonly #budget: ScanBudget;
  readonly #late: Unscanned;
  readonly #streamMessages: number;
  /** What has come while it could not be told. */
  #beginning = '';
  #body: BodyConsumer | undefined;

  /** @param streamMessages How many times as much is scanned of a stream of events. */
  constructor(sink: ContentSink, content: Content, budget: ScanBudget, late: Unscanned, streamMessages: number) {
    this.#sink = sink;
    this.#content = content;
    this.#budget = budget;
    this.#late = late;
    this.#streamMessages = streamMessages;
  }

  write(bytes: Uint8Array): number {
    if (this.#body !== undefined) return this.#body.write(bytes);
    const held = this.#beginning;
    if (held === '' && bytes.length > 0 && !FIRST_BYTES.has(bytes[0]!)) return this.#begin(false).write(bytes);
    const start = Buffer.from(bytes.subarray(0, TELLING_BYTES)).toString('latin1');
    const beginning = (held + start).slice(0, TELLING_BYTES);
    const isStream = BEGINNINGS.some((each) => beginning.startsWith(each));
    if (!isStream && BEGINNINGS.some((each) => each.startsWith(beginning))) {
      this.#beginning = beginning;
      return 0;
    }
    return this.#begin(isStream).write(bytes);
  }

  /** A few bytes hold nothing, and who sends them by themselves does not get round being joined. */
  flush(): void {
    this.#body?.flush();
  }

  end(done: () => void): void {
    const body = this.#body ?? this.#begin(false);
    body.end(done);
  }

  #begin(isStream: boolean): BodyConsumer {
    if (isStream) this.#budget.left *= this.#streamMessages;
    this.#body = isStream
      ? new JoinedBody(this.#sink, this.#content, this.#budget, serverSentEvents)
      : new ModelReplyBody(this.#sink, this.#content, this.#budget);
    if (this.#beginning !== '') this.#late.truncated += this.#body.write(Buffer.from(this.#beginning, 'latin1'));
    return this.#body;
  }
}
