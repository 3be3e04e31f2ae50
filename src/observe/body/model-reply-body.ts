import { GrowingBytes } from '../../wire/http1/growing-bytes.js';
import { partOf, type Content, type ContentSink } from '../content.js';
import { isRecord } from '../../validation/record.js';
import { DeltaJoiner } from '../model/delta-joiner.js';
import { readJson } from '../model/read-json.js';
import { toolInputsIn } from '../model/tool-calls.js';
import type { BodyConsumer } from './consumer.js';
import { jsonLines } from './event-readers.js';
import { BudgetedStream, type ScanBudget } from './scan-budget.js';

/** Larger replies are scanned as the text that they are, without being told apart. */
const MAX_REPLY_BYTES = 1024 * 1024;
/**
 * Stands in every reply that asks for a tool: `tool_use`, `tool_calls`, `function_call`, `mcp_call`, `functionCall`, `toolUse` ...;
 * the last one in those that Gemini streams as one array.
 */
const WORTH_READING = /tool_|_call|functionCall|toolUse|"candidates"/;
/** What may stand in front of JSON: blanks, and a byte order mark, which clients pass over (RFC 8259 §8.1 lets them). */
const BEFORE_JSON: ReadonlySet<number> = new Set([9, 10, 13, 32, ...Buffer.from('\uFEFF')]);
const JSON_BEGINS: ReadonlySet<number> = new Set(Buffer.from('{['));
const JSON_ENDS: ReadonlySet<number> = new Set(Buffer.from('}]'));
/** Pauses of one reply at which it is seen whether it is complete: each costs reading all of it. */
const MAX_TRIES = 8;
/** What replies that have ended were kept in, for those that come: to make room for each costs more than to copy it. */
const spare: GrowingBytes[] = [];
const MAX_SPARE = 16;
/** Stand in JSON of one line each, and in no JSON. */
const NEXT_LINES = ['}\n{', '}\r\n{'];

/**
 * A body that may be the reply of a model, if it is JSON: it is scanned as it is, and the inputs of its tool calls, which an
 * agent is about to act on, are scanned by themselves before that. How it begins tells, not its type: clients parse what
 * they asked for whatever type gateways and small servers give it.
 */
export class ModelReplyBody implements BodyConsumer {
  readonly #sink: ContentSink;
  readonly #content: Content;
  readonly #raw: BudgetedStream;
  /** Undefined before the first byte, and once the body is done with. */
  #kept: GrowingBytes | undefined;
  /** Whether the body is no JSON, or too large to be parsed, or was read. */
  #isDone = false;
  #isJson = false;
  /** The last byte but for blanks. */
  #last: number | undefined;
  #tries = 0;

  constructor(sink: ContentSink, content: Content, budget: ScanBudget) {
    this.#sink = sink;
    this.#content = partOf(content.message ?? {}, content);
    this.#raw = new BudgetedStream(sink, this.#content, budget);
  }

  write(bytes: Uint8Array): number {
    if (!this.#isDone) this.#keep(bytes);
    return this.#raw.write(bytes);
  }

  flush(): void {
    // The reply may be complete, and only the end of the message not have come.
    if (this.#last !== undefined && JSON_ENDS.has(this.#last) && this.#tries++ < MAX_TRIES) {
      const whole = this.#kept?.view();
      if (whole !== undefined) this.#toolCalls(whole, whole.toString('latin1'));
    }
    this.#raw.flush();
  }

  end(done: () => void): void {
    const whole = this.#kept?.view();
    if (whole !== undefined) {
      const text = whole.toString('latin1');
      if (!this.#toolCalls(whole, text)) this.#lines(whole, text);
    }
    this.#forget();
    this.#raw.end();
    done();
  }

  #keep(bytes: Uint8Array): void {
    if ((this.#kept?.length ?? 0) + bytes.length > MAX_REPLY_BYTES || !this.#mayBeJson(bytes)) {
      this.#forget();
      return;
    }
    this.#kept ??= spare.pop() ?? new GrowingBytes();
    this.#kept.append(bytes);
    this.#last = bytes.findLast((byte) => !BEFORE_JSON.has(byte)) ?? this.#last;
  }

  #forget(): void {
    this.#isDone = true;
    this.#last = undefined;
    this.#kept?.clear();
    if (this.#kept !== undefined && spare.length < MAX_SPARE) spare.push(this.#kept);
    this.#kept = undefined;
  }

  #mayBeJson(bytes: Uint8Array): boolean {
    if (this.#isJson) return true;
    const first = bytes.find((byte) => !BEFORE_JSON.has(byte));
    this.#isJson = first !== undefined && JSON_BEGINS.has(first);
    return this.#isJson || first === undefined;
  }

  /** A reply in pieces, which Gemini sends as an array where nobody asks for server-sent events. */
  #join(events: readonly unknown[]): void {
    const joiner = this.#joiner();
    for (const event of events) joiner.takeEvent(event);
    joiner.end();
  }

  /** A reply in lines, as Ollama's are, under a type that does not say so. */
  #lines(whole: Buffer, text: string): void {
    if (!NEXT_LINES.some((ends) => text.includes(ends))) return;
    const joiner = this.#joiner();
    const reader = jsonLines((line) => joiner.take(line));
    reader.feed(whole);
    reader.finish();
    joiner.end();
  }

  #joiner(): DeltaJoiner {
    return new DeltaJoiner(this.#sink, { ...this.#content, location: 'event' }, { left: MAX_REPLY_BYTES });
  }

  /**
   * @param whole The body so far.
   * @param text The same, a character for each byte.
   * @returns whether it is JSON, and complete; it is then kept no longer.
   */
  #toolCalls(whole: Buffer, text: string): boolean {
    if (!WORTH_READING.test(text)) return false;
    let reply: unknown;
    try {
      // Without the byte order mark.
      reply = readJson(new TextDecoder().decode(whole));
    } catch {
      return false;
    }
    this.#forget();
    if (Array.isArray(reply) && isRecord(reply[0]) && 'candidates' in reply[0]) {
      this.#join(reply);
      return true;
    }
    for (const input of toolInputsIn(reply)) {
      this.#sink.text({ ...this.#content, location: 'tool_call' }, Buffer.from(input, 'utf8'));
    }
    return true;
  }
}
