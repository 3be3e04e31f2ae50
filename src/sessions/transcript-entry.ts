import { parsedJson } from '../validation/json.js';
import { isRecord } from '../validation/record.js';
import { namedHost, type FarEnd, type Passage } from './passage.js';

/**
 * The lines of a transcript as Claude Code writes them: one JSON object each, with a `type`. Those that count are
 * `assistant` (text, and what it asks tools to do) and `user` (what people said, and what tools answered). User text
 * stands twice, first in a `queue-operation`; that, attachments, titles and summaries say nothing new.
 */

/** A line that was understood. */
export interface TranscriptEntry {
  /** ISO 8601, as the line says. */
  readonly time: string | undefined;
  readonly passages: readonly Passage[];
}

/** Which tool a result belongs to is remembered for so many calls. */
const MAX_CALLS = 1_000;

/** Tools that work inside of the container: nothing leaves by what they are asked. Anything else may send. */
const LOCAL_TOOLS = new Set([
  ...['Read', 'Write', 'Edit', 'MultiEdit', 'NotebookEdit', 'NotebookRead', 'Glob', 'Grep', 'LS'],
  ...['TodoWrite', 'TodoRead', 'ToolSearch', 'Skill', 'Task', 'Agent', 'TaskOutput', 'TaskStop'],
  ...['TaskCreate', 'TaskUpdate', 'TaskList', 'TaskGet', 'BashOutput', 'KillShell', 'KillBash'],
]);
/** NanoClaw's own tools speak to the people in the chat. */
const CHAT_TOOLS = 'mcp__nanoclaw__';
/** NanoClaw does not send what stands between these. */
const NOT_SENT = { from: '<internal>', to: '</internal>' };

/** Reads the lines of one transcript, in order. */
export class TranscriptReader {
  readonly #calls = new Map<string, FarEnd>();

  /** What a line tells; undefined when it is malformed. */
  read(line: Buffer): TranscriptEntry | undefined {
    const entry = objectFrom(line);
    if (entry === undefined || typeof entry['type'] !== 'string') return undefined;
    const time = typeof entry['timestamp'] === 'string' ? entry['timestamp'] : undefined;
    const message = isRecord(entry['message']) ? entry['message'] : undefined;
    // What the program itself puts in between, and its summaries of what was said before.
    const isOwn = entry['isMeta'] === true || entry['isCompactSummary'] === true;
    if (message === undefined || isOwn) return { time, passages: [] };
    // A sub-agent is spoken to by an agent and answers it.
    const talksToPeople = entry['isSidechain'] !== true;
    if (entry['type'] === 'assistant') return { time, passages: this.#said(message['content'], talksToPeople) };
    if (entry['type'] === 'user') return { time, passages: this.#heard(message['content'], talksToPeople) };
    return { time, passages: [] };
  }

  #said(content: unknown, toPeople: boolean): Passage[] {
    return blocksOf(content).flatMap((block): Passage[] => {
      if (block['type'] === 'tool_use') return this.#called(block);
      const text = sentOf(textOf(block) ?? '');
      if (text === '' || !toPeople) return [];
      return [{ direction: 'outbound', location: 'body', text, far: { kind: 'chat' } }];
    });
  }

  #called({ id, name, input }: Readonly<Record<string, unknown>>): Passage[] {
    // In the form in which a model's reply carries it, so that what was seen there is known again.
    const text = JSON.stringify(input ?? {});
    const tool = typeof name === 'string' ? name : 'unknown';
    const far = farEndOf(tool, text);
    if (typeof id === 'string') this.#remember(id, far);
    const asked: Passage = { direction: 'inbound', location: 'tool_call', text, far };
    return LOCAL_TOOLS.has(tool) ? [asked] : [asked, { direction: 'outbound', location: 'tool_call', text, far }];
  }

  #heard(content: unknown, fromPeople: boolean): Passage[] {
    return blocksOf(content).flatMap((block): Passage[] => {
      if (block['type'] === 'tool_result') {
        const id = block['tool_use_id'];
        const far = (typeof id === 'string' ? this.#calls.get(id) : undefined) ?? { kind: 'tool', name: 'unknown' };
        return blocksOf(block['content']).flatMap((part): Passage[] => {
          const text = textOf(part);
          return text === undefined || text === '' ? [] : [{ direction: 'inbound', location: 'body', text, far }];
        });
      }
      const text = textOf(block);
      if (text === undefined || text === '' || !fromPeople) return [];
      return [{ direction: 'inbound', location: 'body', text, far: { kind: 'chat' } }];
    });
  }

  #remember(id: string, far: FarEnd): void {
    this.#calls.set(id, far);
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > MAX_CALLS && oldest !== undefined) this.#calls.delete(oldest);
  }
}

function farEndOf(tool: string, input: string): FarEnd {
  if (tool.startsWith(CHAT_TOOLS)) return { kind: 'chat' };
  const host = namedHost(input);
  return { kind: 'tool', name: tool, ...(host === undefined ? {} : { host }) };
}

/** Content is a text, or blocks of which those with text count here. */
function blocksOf(content: unknown): Readonly<Record<string, unknown>>[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content.filter(isRecord) : [];
}

function textOf({ type, text }: Readonly<Record<string, unknown>>): string | undefined {
  return type === 'text' && typeof text === 'string' ? text : undefined;
}

/** Openings without an end would have an expression read all that follows once for each of them. */
function sentOf(text: string): string {
  let sent = '';
  let at = 0;
  for (;;) {
    const from = text.indexOf(NOT_SENT.from, at);
    const to = from === -1 ? -1 : text.indexOf(NOT_SENT.to, from);
    if (to === -1) return sent + text.slice(at);
    sent += text.slice(at, from);
    at = to + NOT_SENT.to.length;
  }
}

function objectFrom(line: Buffer): Readonly<Record<string, unknown>> | undefined {
  const value = parsedJson(line);
  return isRecord(value) ? value : undefined;
}
