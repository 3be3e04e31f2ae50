import { GrpcMessages } from '../../wire/grpc/messages.js';
import { separateStrings } from '../../wire/protobuf/strings.js';
import type { Content, ContentSink } from '../content.js';
import type { Unscanned } from '../conversation.js';
import { BinaryMessageBody } from './binary-message-body.js';
import { decodedBody } from './encoded-body.js';
import { WholeBody, type BodyConsumer } from './consumer.js';
import { Endings } from './endings.js';
import type { ScanBudget } from './scan-budget.js';

/**
 * One direction of a gRPC stream: length-prefixed messages, each compressed by itself or not at all.
 */
export class GrpcBody implements BodyConsumer {
  readonly #messages: GrpcMessages;
  #message: BodyConsumer | undefined;
  readonly #endings = new Endings();
  #unscanned = 0;

  /**
   * @param encoding The `grpc-encoding` field, or its like in Connect: what compressed messages are compressed with.
   * @param isProtobuf Whether messages are protocol buffers, and not JSON.
   */
  constructor(
    encoding: string | undefined,
    isProtobuf: boolean,
    sink: ContentSink,
    content: Content,
    budget: ScanBudget,
    late: Unscanned,
  ) {
    const whole = (of: Content): BodyConsumer => new WholeBody(sink, of, budget);
    const message = (): BodyConsumer =>
      isProtobuf ? new BinaryMessageBody(sink, content, late, separateStrings, whole) : whole(content);
    this.#messages = new GrpcMessages({
      start: (compressed) => {
        // Compressed without saying with what: that cannot be read (the empty coding is none).
        const codings = compressed && encoding !== 'identity' ? [encoding ?? ''] : [];
        this.#message = decodedBody(codings, message(), budget, late, content.flow.agent);
      },
      data: (slice) => {
        this.#unscanned += this.#message?.write(slice) ?? 0;
      },
      lost: () => undefined,
      end: () => this.#endMessage(),
      // What is no message, whatever its type says, is looked at as it is.
      broken: (_reason, prefix) => {
        this.#endMessage();
        this.#message = whole(content);
        this.#unscanned += this.#message.write(prefix);
      },
    });
  }

  write(bytes: Uint8Array): number {
    this.#unscanned = 0;
    const taken = this.#messages.feed(bytes);
    if (taken < bytes.length) this.#unscanned += this.#message?.write(bytes.subarray(taken)) ?? 0;
    return Math.min(bytes.length, this.#unscanned);
  }

  flush(): void {
    this.#message?.flush();
  }

  end(done: () => void): void {
    this.#messages.finish();
    this.#endMessage();
    this.#endings.wait(done);
  }

  #endMessage(): void {
    const message = this.#message;
    this.#message = undefined;
    this.#endings.end(message);
  }
}
