import type { Content, ContentSink } from '../content.js';
import { toolInputsIn } from '../model/tool-calls.js';
import type { BodyConsumer } from './consumer.js';
import { BudgetedStream, type ScanBudget } from './scan-budget.js';

/** Larger replies are scanned as the text that they are, without being told apart. */
const MAX_REPLY_BYTES = 1024 * 1024;
/** What stands in a reply that asks for a tool. */
const MARKS = ['"tool_use"', '"tool_calls"', '"function_call"', '"functionCall"', 'tool_call"', '_call"'];

/**
 * A JSON body that may be the reply of a model: it is scanned as it is, and the inputs of its tool calls, which an agent
 * is about to act on, are scanned by themselves before that.
 */
export class ModelReplyBody implements BodyConsumer {
  readonly #sink: ContentSink;
  readonly #content: Content;
  readonly #raw: BudgetedStream;
  /** Undefined once the reply is too large to be parsed. */
  #kept: Buffer[] | undefined = [];
  #length = 0;

  constructor(sink: ContentSink, content: Content, budget: ScanBudget) {
    this.#sink = sink;
    this.#content = content;
    this.#raw = new BudgetedStream(sink, content, budget);
  }

  write(bytes: Uint8Array): number {
    this.#length += bytes.length;
    if (this.#length > MAX_REPLY_BYTES) this.#kept = undefined;
    this.#kept?.push(Buffer.from(bytes));
    return this.#raw.write(bytes);
  }

  flush(): void {
    this.#raw.flush();
  }

  end(done: () => void): void {
    this.#toolCalls();
    this.#raw.end();
    done();
  }

  #toolCalls(): void {
    const whole = Buffer.concat(this.#kept ?? []);
    this.#kept = undefined;
    if (!MARKS.some((mark) => whole.includes(mark))) return;
    let reply: unknown;
    try {
      reply = JSON.parse(whole.toString('utf8'));
    } catch {
      return;
    }
    for (const input of toolInputsIn(reply)) {
      this.#sink.text({ ...this.#content, location: 'tool_call' }, Buffer.from(input, 'utf8'));
    }
  }
}
