import type { Content, ContentSink } from '../content.js';
import { isRecord } from '../../validation/record.js';
import { readJson } from './read-json.js';
import { toolInputsIn } from './tool-calls.js';
import { BudgetedStream, type ScanBudget } from '../body/scan-budget.js';

/**
 * Keys whose text is a piece of a longer one, in the streams of the Anthropic Messages, OpenAI Chat Completions, OpenAI
 * Responses and Realtime, Google Gemini, Amazon Bedrock (also as Llama and Titan answer there), Cohere, Ollama and AI SDK interfaces,
 * of Text Generation Inference, watsonx, and of completions as Anthropic had them: text, thinking, and the input of tool calls.
 */
const PIECE_KEYS = new Set([
  'text',
  'content',
  'thinking',
  'reasoning',
  'reasoning_content',
  'refusal',
  'tool_plan',
  'partial_json',
  'arguments',
  'inputTextDelta',
  'delta',
  'transcript',
  'response',
  'completion',
  'generation',
  'generated_text',
  'outputText',
]);
/** Of these, the keys whose text is the input of a tool call. */
const TOOL_KEYS = new Set(['partial_json', 'arguments', 'inputTextDelta']);
/** Events of OpenAI Responses and Realtime whose `delta` is the input of a tool call. */
const TOOL_EVENT = /(?:function_call_arguments|mcp_call_arguments|custom_tool_call_input)\.delta$/;
/** The first event of each reply of OpenAI Responses and Realtime. */
const REPLY_BEGINS = 'response.created';
/** Keys whose value tells which of several texts a piece belongs to. */
const INDEX_KEYS = [
  'index',
  'output_index',
  'content_index',
  'summary_index',
  'item_id',
  'call_id',
  'contentBlockIndex',
];
/**
 * Where a tool's input stands in pieces under a key that means other things elsewhere: Bedrock (Converse), custom tools of
 * OpenAI Chat Completions, and Gemini where it streams arguments.
 */
const TOOL_INPUTS: readonly (readonly [key: string, path: RegExp])[] = [
  ['input', /\/delta\/toolUse$/],
  ['input', /\/custom$/],
  ['stringValue', /\/functionCall\/partialArgs\/\d+$/],
];
/** Beside this key `index` counts the pieces of one text (Text Generation Inference). */
const COUNTED_PIECE = 'token';
const BLANKS: ReadonlySet<number> = new Set([9, 10, 13, 32]);
const BRACE = 0x7b;

/** Texts that are joined at the same time; a model writes a handful. */
const MAX_TEXTS = 64;
/** Depth to which an event is looked through. */
const MAX_DEPTH = 10;
/** Largest event that is parsed, in bytes. */
const MAX_EVENT_BYTES = 256 * 1024;

/** Every streaming event is an object; `[DONE]` and the like are not. Blanks may stand in front of it. */
export function mayBeEvent(beginning: Uint8Array): boolean {
  const first = beginning.find((byte) => !BLANKS.has(byte));
  return first === undefined || first === BRACE;
}

/** A text that comes in pieces. */
interface JoinedText {
  readonly stream: BudgetedStream;
  /** Of a tool's input, what came so far; undefined where that is not kept, or not all of it was looked at. */
  said: string | undefined;
  /** Its first piece, where that is an input that was looked at: it is one only if more follows. */
  held: string | undefined;
}

/**
 * Joins what a model says over many events: pieces that stand at the same place in events of the same kind make one
 * text. A command that comes in forty tokens is scanned as the command that it is.
 */
export class DeltaJoiner {
  readonly #sink: ContentSink;
  #content: Content;
  readonly #budget: ScanBudget;
  readonly #texts = new Map<string, JoinedText>();
  /** Whole inputs of tools that were handed on. */
  readonly #inputs = new Set<string>();

  constructor(sink: ContentSink, content: Content, budget: ScanBudget) {
    this.#sink = sink;
    this.#content = content;
    this.#budget = budget;
  }

  /**
   * Takes one event's data; what is not a JSON object is passed over.
   *
   * @param content What it belongs to, where that is not the same for all events.
   * @returns Whether a reply begins with it.
   */
  take(data: Uint8Array, content = this.#content): boolean {
    if (!mayBeEvent(data) || data.length > MAX_EVENT_BYTES) return false;
    this.#content = content;
    let event: unknown;
    try {
      event = readJson(Buffer.from(data.buffer, data.byteOffset, data.length).toString('utf8'));
    } catch {
      return false;
    }
    const begins = isRecord(event) && event['type'] === REPLY_BEGINS;
    if (begins) this.#forgetInputs();
    this.takeEvent(event);
    return begins;
  }

  /** Takes one event that was read already. */
  takeEvent(event: unknown): void {
    const toolEvent = isRecord(event) && typeof event['type'] === 'string' && TOOL_EVENT.test(event['type']);
    this.#collect(event, '', 0, toolEvent);
    // Some interfaces send the input of a tool call in one piece, as an object.
    for (const input of toolInputsIn(event)) {
      if (this.#isKnown(input)) continue;
      if (this.#inputs.size < MAX_TEXTS) this.#inputs.add(input);
      this.#sink.text({ ...this.#content, location: 'tool_call' }, Buffer.from(input, 'utf8'));
    }
  }

  flush(): void {
    for (const { stream } of this.#texts.values()) stream.flush();
  }

  end(): void {
    for (const { stream } of this.#texts.values()) stream.end();
    this.#texts.clear();
    this.#inputs.clear();
  }

  /** What the reply before asked for may be asked for again. Its texts go on: who says nothing but this splits none. */
  #forgetInputs(): void {
    this.#inputs.clear();
    for (const text of this.#texts.values()) text.said = undefined;
  }

  /** Whether the whole input of a tool was looked at: OpenAI sends it up to three times behind its pieces. */
  #isKnown(input: string): boolean {
    if (this.#inputs.has(input)) return true;
    for (const { stream, said, held } of this.#texts.values()) {
      if (said !== input || held !== undefined) continue;
      // It is complete. What is found in it is found as the call that it is, before the repetition is looked at.
      stream.flush();
      return true;
    }
    return false;
  }

  #collect(value: unknown, path: string, depth: number, toolEvent: boolean): void {
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
    if (Array.isArray(value)) {
      value.forEach((item, i) => this.#collect(item, `${path}/${i}`, depth + 1, toolEvent));
      return;
    }
    const entries = Object.entries(value);
    const isCounted = COUNTED_PIECE in value;
    const index = entries
      .filter(([key]) => INDEX_KEYS.includes(key) && !(isCounted && key === 'index'))
      .map(([key, at]) => `${key}=${String(at)}`);
    const place = index.length === 0 ? path : `${path}[${index.join(' ')}]`;
    for (const [key, item] of entries) {
      if (typeof item === 'string') {
        const isInput = TOOL_INPUTS.some(([name, where]) => key === name && where.test(path));
        const isTool = TOOL_KEYS.has(key) || isInput || (toolEvent && key === 'delta');
        if ((PIECE_KEYS.has(key) || isInput) && item !== '') this.#append(`${place}/${key}`, item, isTool);
      } else {
        this.#collect(item, `${place}/${key}`, depth + 1, toolEvent);
      }
    }
  }

  #append(place: string, piece: string, isTool: boolean): void {
    let text = this.#texts.get(place);
    if (text === undefined) {
      const content: Content = isTool ? { ...this.#content, location: 'tool_call' } : this.#content;
      const held = isTool && this.#isKnown(piece) ? piece : undefined;
      text = { stream: new BudgetedStream(this.#sink, content, this.#budget), said: isTool ? '' : undefined, held };
      this.#texts.set(place, text);
      if (this.#texts.size > MAX_TEXTS) this.#endOldest();
      if (held !== undefined) return;
    }
    const fresh = (text.held ?? '') + piece;
    text.held = undefined;
    const unscanned = text.stream.write(Buffer.from(fresh, 'utf8'));
    if (text.said === undefined) return;
    text.said = unscanned === 0 && text.said.length + fresh.length <= MAX_EVENT_BYTES ? text.said + fresh : undefined;
  }

  #endOldest(): void {
    for (const [place, { stream }] of this.#texts) {
      stream.end();
      this.#texts.delete(place);
      return;
    }
  }
}
