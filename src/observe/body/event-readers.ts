import { AwsEventStream } from '../../wire/aws-event-stream/messages.js';
import { GrowingBytes } from '../../wire/http1/growing-bytes.js';
import { SseParser } from '../../wire/sse/parser.js';
import { isRecord } from '../../validation/record.js';
import type { EventReader } from './joined-body.js';

/** Longest line that is kept, in bytes: an event of a model has a few hundred. */
const MAX_LINE_BYTES = 256 * 1024;
const LF = 10;

type Take = (event: Uint8Array) => void;

/** Server-sent events. */
export function serverSentEvents(take: Take): EventReader {
  return new SseParser(({ data, complete }) => {
    if (complete) take(data);
  });
}

/** JSON of one line each, as Ollama answers. */
export function jsonLines(take: Take): EventReader {
  const line = new GrowingBytes();
  let tooLong = false;
  const endLine = (): void => {
    if (!tooLong && line.length > 0) take(line.view());
    tooLong = false;
    line.clear();
  };
  return {
    feed: (bytes) => {
      for (let at = 0; at < bytes.length;) {
        const found = bytes.indexOf(LF, at);
        const end = found === -1 ? bytes.length : found;
        tooLong ||= line.length + end - at > MAX_LINE_BYTES;
        if (!tooLong) line.append(bytes, at, end);
        if (found !== -1) endLine();
        at = end + 1;
      }
    },
    finish: endLine,
  };
}

/** Messages of an AWS event stream; Bedrock puts the event of the model's maker into them, in base64. */
export function awsEvents(take: Take): EventReader {
  const messages = new AwsEventStream((payload) => take(bytesIn(payload) ?? payload));
  return { feed: (bytes) => messages.feed(bytes), finish: () => undefined };
}

/** What a chunk of InvokeModelWithResponseStream holds: `{"bytes":"..."}`. */
function bytesIn(payload: Uint8Array): Uint8Array | undefined {
  try {
    const chunk: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
    const bytes = isRecord(chunk) ? chunk['bytes'] : undefined;
    return typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : undefined;
  } catch {
    return undefined;
  }
}
