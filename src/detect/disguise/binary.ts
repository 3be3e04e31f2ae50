/** Bytes looked at to tell what a text is. */
const SAMPLES = 512;
/** Of these, every so many are looked at first: where none is a control character it is text, as nearly all there is. */
const EVERY_FIRST = 8;
/** Control characters in a hundred bytes: text has none, compressed or encrypted data twelve. */
const MAX_PERCENT = 5;

/** 1 for control characters, but for those of text and of terminals. */
export const CONTROL = new Uint8Array(256);
for (let byte = 0; byte < 0x20; byte++) CONTROL[byte] = 1;
for (const byte of [8, 9, 10, 13, 27]) CONTROL[byte] = 0;
CONTROL[0x7f] = 1;

/**
 * Whether bytes are no text as a whole: an archive, a picture, a program. What is written for people or interpreters to
 * read is disguised in ways that belong to text only where text stands in there; what stands there as it is, or encoded,
 * is looked for everywhere.
 */
export function isBinary(source: Uint8Array): boolean {
  if (source.length < SAMPLES) return false;
  const step = Math.floor(source.length / SAMPLES);
  if (controlsIn(source, SAMPLES / EVERY_FIRST, step * EVERY_FIRST) === 0) return false;
  return controlsIn(source, SAMPLES, step) * 100 > SAMPLES * MAX_PERCENT;
}

/** Control characters among so many samples. */
function controlsIn(source: Uint8Array, samples: number, step: number): number {
  let controls = 0;
  for (let i = 0; i < samples; i++) controls += CONTROL[source[i * step]!]!;
  return controls;
}
