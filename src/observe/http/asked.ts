import type { HeaderField } from '../../wire/http1/head.js';

/** Fields of a request that tell how its answer may be written. */
const TELLING: ReadonlySet<string> = new Set(['accept-encoding', 'te', 'content-type']);
const LONGEST = 'accept-encoding'.length;

/**
 * What is kept of the fields of a request until its answer is there: those that the answer is read by. The others may hold
 * credentials, which are not to stay in memory.
 */
export function askedBy(fields: readonly HeaderField[]): readonly HeaderField[] {
  return fields.filter(([name]) => name.length <= LONGEST && TELLING.has(name.toLowerCase()));
}
