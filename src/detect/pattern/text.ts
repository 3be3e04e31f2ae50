import type { Edge } from './expression.js';

/** A piece of text to match in, with what is known about its surroundings. */
export interface Text {
  readonly bytes: Uint8Array;
  /** Whether nothing stands before the first byte. */
  readonly atStart: boolean;
  /** Whether nothing will follow the last byte; otherwise a match that touches the end is left for the next piece. */
  readonly atEnd: boolean;
}

/** The bytes of a text, with the methods of a buffer. */
export function bufferOf({ bytes }: Text): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Whether what stands before `at` lets a match begin there. */
export function holdsBefore(edge: Edge | undefined, text: Text, at: number): boolean {
  if (edge === undefined) return true;
  return at === 0 ? text.atStart && edge.textEdge : edge.allowed.has(text.bytes[at - 1]!);
}

/** Whether what stands at `at` lets a match end before it. */
export function holdsAfter(edge: Edge | undefined, text: Text, at: number): boolean {
  if (edge === undefined) return true;
  return at === text.bytes.length ? text.atEnd && edge.textEdge : edge.allowed.has(text.bytes[at]!);
}
