/**
 * Makes room in a full table: the smallest goes, and of two that are as small, the older one. What went to the other
 * hosts is what a reader asks for.
 *
 * @returns what went; undefined while there is room.
 */
export function dropSmallest<Value>(
  table: Map<string, Value>,
  max: number,
  sizeOf: (value: Value) => number,
): Value | undefined {
  if (table.size < max) return undefined;
  let smallest: { readonly key: string; readonly value: Value; readonly size: number } | undefined;
  for (const [key, value] of table) {
    const size = sizeOf(value);
    if (smallest === undefined || size < smallest.size) smallest = { key, value, size };
  }
  if (smallest !== undefined) table.delete(smallest.key);
  return smallest?.value;
}
