import { tableBytes } from './table-bytes.js';

/**
 * Classes of bytes that several automata have in common, each kept once: a third of the 2,800 of the catalogue are another
 * one's, at half a kilobyte each with what the runtime needs for an array.
 */
const known = new Map<number, Uint8Array>();

/**
 * The classes as they are kept for all.
 *
 * @param classOf Per byte, the number of its class; not to be changed from here on, because it may be kept as it is.
 */
export function sharedClasses(classOf: Uint8Array): Uint8Array {
  let mark = 0;
  for (const group of classOf) mark = (Math.imul(mark, 31) + group) | 0;
  const other = known.get(mark);
  if (other === undefined) {
    const kept = tableBytes(classOf.length);
    kept.set(classOf);
    known.set(mark, kept);
    return kept;
  }
  return other.every((group, byte) => group === classOf[byte]) ? other : classOf;
}
