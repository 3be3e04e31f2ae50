import { GrowingBytes } from '../http1/growing-bytes.js';

/** An event, or a piece of one that is larger than the bound. */
export interface SseEvent {
  /** Its `event` field; `message` when it has none. Of an event in pieces, what was known when the piece was full. */
  readonly event: string;
  /** The last `id` field of the stream so far. */
  readonly id: string | undefined;
  /** The `data` fields, joined with LF; valid only during the call. */
  readonly data: Uint8Array;
  /** False when more of the same event follows, or when it was cut off by the end of the stream or by lost bytes. */
  readonly complete: boolean;
}

/** Most data held of one event, in bytes; beyond it the event is reported in pieces of this size. */
export const MAX_EVENT_BYTES = 1024 * 1024;

/** Most bytes kept of an `event` or `id` field; the rest is cut off. */
const MAX_NAME_BYTES = 1024;

const CR = 13;
const LF = 10;
const COLON = 58;
const SPACE = 32;
const LINE_BREAK = Buffer.from('\n');
const BOM: readonly number[] = [0xef, 0xbb, 0xbf];
const LONGEST_FIELD = 5;

/**
 * Where in a line the parser is.
 *
 *     BOM  name : [space] value CR|LF|CRLF
 */
type Step = 'bom' | 'name' | 'space' | 'value';
type Field = 'data' | 'event' | 'id' | 'ignored';

const FIELDS = (['data', 'event', 'id'] as const).map((field) => ({ field, bytes: [...Buffer.from(field)] }));

/**
 * Reads an event stream (WHATWG HTML §9.2, "Server-sent events"), fed with any cut of its bytes. Comments, `retry` and
 * unknown fields are passed over.
 */
export class SseParser {
  readonly #event: (event: SseEvent) => void;
  readonly #maxBytes: number;
  #step: Step = 'bom';
  #bomBytes = 0;
  /** The last byte was a CR: an LF right behind belongs to it. */
  #afterCr = false;
  readonly #name = Buffer.alloc(LONGEST_FIELD);
  #nameLength = 0;
  #field: Field = 'ignored';
  readonly #value = new GrowingBytes();
  readonly #data = new GrowingBytes();
  /** The event has a `data` field, if only an empty one. */
  #hasData = false;
  #eventName = '';
  #id: string | undefined;

  /** @param maxBytes Most data held of one event. */
  constructor(event: (event: SseEvent) => void, maxBytes: number = MAX_EVENT_BYTES) {
    this.#event = event;
    this.#maxBytes = maxBytes;
  }

  /** Takes the next bytes of the stream. */
  feed(chunk: Uint8Array): void {
    let at = 0;
    // Where the next CR and LF are: looked up once each, so that a chunk of short lines is searched only once.
    let cr = -1;
    let lf = -1;
    while (at < chunk.length) {
      if (this.#afterCr) {
        this.#afterCr = false;
        if (chunk[at] === LF) {
          at++;
          continue;
        }
      }
      if (this.#step !== 'value') {
        at += this.#stepByte(chunk[at]!);
        continue;
      }
      if (cr < at) cr = indexOrEnd(chunk, CR, at);
      if (lf < at) lf = indexOrEnd(chunk, LF, at);
      const end = Math.min(cr, lf);
      if (end > at) this.#addValue(chunk, at, end);
      if (end < chunk.length) this.#endLine(chunk[end]!);
      at = end + 1;
    }
  }

  /** The stream has ended. A browser drops an event without its empty line; others do not, so it is reported. */
  finish(): void {
    this.#addShortFields();
    this.#report(false);
  }

  /** Bytes of the stream were lost: the event at hand is cut off, and what follows is read from the next line on. */
  skip(): void {
    this.#report(false);
    this.#startLine();
    this.#step = 'value';
    this.#afterCr = false;
  }

  /** @returns how many bytes were used: 0 when the byte is to be looked at again in the next step. */
  #stepByte(byte: number): 0 | 1 {
    switch (this.#step) {
      case 'bom':
        return this.#stepBom(byte);
      case 'name':
        if (byte === CR || byte === LF) {
          if (this.#nameLength === 0) this.#report(true);
          else this.#startValue();
          this.#endLine(byte);
        } else if (byte === COLON) {
          this.#startValue();
        } else if (this.#nameLength < LONGEST_FIELD) {
          this.#name[this.#nameLength++] = byte;
        } else {
          // No field has so long a name.
          this.#field = 'ignored';
          this.#step = 'value';
        }
        return 1;
      case 'space':
        this.#step = 'value';
        return byte === SPACE ? 1 : 0;
      case 'value':
        return 0;
    }
  }

  /** One BOM at the start is passed over; bytes that only look like its beginning are a name. */
  #stepBom(byte: number): 0 | 1 {
    if (byte === BOM[this.#bomBytes]) {
      this.#bomBytes++;
      if (this.#bomBytes === BOM.length) this.#step = 'name';
      return 1;
    }
    this.#name.set(BOM.slice(0, this.#bomBytes));
    this.#nameLength = this.#bomBytes;
    this.#step = 'name';
    return 0;
  }

  /** The name of the field is complete. A line without a colon is a field with an empty value. */
  #startValue(): void {
    this.#field = fieldOf(this.#name, this.#nameLength);
    this.#step = 'space';
    if (this.#field !== 'data') return;
    if (this.#hasData) this.#addData(LINE_BREAK, 0, 1);
    this.#hasData = true;
  }

  #addValue(bytes: Uint8Array, start: number, end: number): void {
    if (this.#field === 'data') this.#addData(bytes, start, end);
    else if (this.#field !== 'ignored') {
      this.#value.append(bytes, start, Math.min(end, start + MAX_NAME_BYTES - this.#value.length));
    }
  }

  /** Pieces are cut at the bound exactly, and only when another byte follows, so that they do not depend on chunks. */
  #addData(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end;) {
      if (this.#data.length === this.#maxBytes) {
        this.#emit(false);
        this.#data.clear();
      }
      const next = Math.min(end, at + this.#maxBytes - this.#data.length);
      this.#data.append(bytes, at, next);
      at = next;
    }
  }

  #endLine(end: number): void {
    this.#addShortFields();
    this.#afterCr = end === CR;
    this.#startLine();
  }

  #addShortFields(): void {
    if (this.#field === 'event') this.#eventName = this.#value.view().toString('utf8');
    if (this.#field === 'id' && !this.#value.view().includes(0)) this.#id = this.#value.view().toString('utf8');
    this.#value.clear();
  }

  #startLine(): void {
    this.#step = 'name';
    this.#nameLength = 0;
    this.#field = 'ignored';
    this.#value.clear();
  }

  /** Reports the event at hand, if there is one, and starts another. */
  #report(complete: boolean): void {
    if (this.#hasData) this.#emit(complete);
    this.#hasData = false;
    this.#data.clear();
    this.#eventName = '';
  }

  #emit(complete: boolean): void {
    const event = this.#eventName === '' ? 'message' : this.#eventName;
    this.#event({ event, id: this.#id, data: this.#data.view(), complete });
  }
}

function fieldOf(name: Uint8Array, length: number): Field {
  for (const { field, bytes } of FIELDS) {
    if (bytes.length === length && bytes.every((byte, i) => byte === name[i])) return field;
  }
  return 'ignored';
}

/** Where a byte is next, or the length when it does not come. */
function indexOrEnd(bytes: Uint8Array, byte: number, from: number): number {
  const index = bytes.indexOf(byte, from);
  return index === -1 ? bytes.length : index;
}
