import type { HeaderField } from '../../../src/wire/http1/head.js';
import { HTTP2_PREFACE } from '../../../src/wire/http2/direction.js';
import { FrameFlag, FrameType } from '../../../src/wire/http2/frame.js';
import { encodeString } from './hpack-encoder.js';

/** Frames made by hand. */
export function frame(type: number, flags: number, streamId: number, payload: Uint8Array | string = ''): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload, 'latin1') : payload;
  const header = Buffer.alloc(9);
  header.writeUIntBE(body.length, 0, 3);
  header.set([type, flags], 3);
  header.writeUInt32BE(streamId, 5);
  return Buffer.concat([header, body]);
}

/** A header block without compression. */
export function block(...fields: readonly HeaderField[]): Buffer {
  return Buffer.concat(
    fields.map(([name, value]) =>
      Buffer.concat([Buffer.from([0]), encodeString(name, false), encodeString(value, false)]),
    ),
  );
}

export const END = FrameFlag.END_STREAM;
export const WHOLE = FrameFlag.END_HEADERS;

export function settings(...pairs: readonly (readonly [id: number, value: number])[]): Buffer {
  const payload = Buffer.alloc(pairs.length * 6);
  pairs.forEach(([id, value], i) => {
    payload.writeUInt16BE(id, i * 6);
    payload.writeUInt32BE(value, i * 6 + 2);
  });
  return frame(FrameType.SETTINGS, 0, 0, payload);
}

export const SETTINGS_ACK = frame(FrameType.SETTINGS, FrameFlag.ACK, 0);

/** What each side says first. */
export const OPENING = {
  outbound: Buffer.concat([HTTP2_PREFACE, settings()]),
  inbound: settings(),
} as const;

export function requestFrame(streamId: number, path: string, flags: number = END): Buffer {
  const fields = block([':method', 'POST'], [':scheme', 'https'], [':authority', 'x.test'], [':path', path]);
  return frame(FrameType.HEADERS, WHOLE | flags, streamId, fields);
}

export function responseFrame(streamId: number, status: number, flags = 0): Buffer {
  return frame(FrameType.HEADERS, WHOLE | flags, streamId, block([':status', String(status)]));
}

export function data(streamId: number, content: Uint8Array | string, flags = 0): Buffer {
  return frame(FrameType.DATA, flags, streamId, content);
}
