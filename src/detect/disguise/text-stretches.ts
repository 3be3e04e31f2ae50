import { BARRIER_BYTES } from '../barrier.js';
import { CONTROL } from './binary.js';
import { isTextByte } from './printable.js';
import { ViewBuilder } from './view.js';

/** Shortest text in the midst of other bytes that is worth a look: what is shorter are names in a table of a program. */
const MIN_TEXT = 32;
/**
 * From here on it may be text in any encoding, with some other bytes beside it: of random bytes every ninth is a control
 * character.
 */
const MIN_IN_ANY_ENCODING = 64;
/** A shorter one is text where so many of three bytes are ASCII; of random ones it is one. */
const ASCII_OF_THREE = 2;

/**
 * The text that stands between bytes that are none, or undefined when there is nothing of it: whatever lies in front of
 * a text and behind it, and however much, does not keep it from being looked at as text.
 */
export function textStretches(source: Buffer): ViewBuilder | undefined {
  const out = new ViewBuilder(MIN_TEXT);
  let done = 0;
  let from = 0;
  while (from + MIN_TEXT <= source.length) {
    let to = from + MIN_TEXT;
    const control = lastControl(source, from, to);
    if (control !== -1) {
      from = control + 1;
      continue;
    }
    while (to < source.length && CONTROL[source[to]!] === 0) to++;
    if (to - from >= MIN_IN_ANY_ENCODING || isMostlyAscii(source, from, to)) {
      leaveOut(out, done, from);
      out.copy(source, from, to);
      done = to;
    }
    from = to + 1;
  }
  if (out.isEmpty) return undefined;
  leaveOut(out, done, source.length);
  return out;
}

function lastControl(source: Uint8Array, from: number, to: number): number {
  for (let i = to - 1; i >= from; i--) if (CONTROL[source[i]!] === 1) return i;
  return -1;
}

function isMostlyAscii(source: Uint8Array, from: number, to: number): boolean {
  let ascii = 0;
  for (let i = from; i < to; i++) if (isTextByte(source[i]!)) ascii++;
  return ascii * 3 >= (to - from) * ASCII_OF_THREE;
}

function leaveOut(out: ViewBuilder, from: number, to: number): void {
  if (to === from) return;
  const begin = out.length;
  out.copyAll(BARRIER_BYTES);
  out.edits.skip(begin, BARRIER_BYTES.length, from, to);
}
