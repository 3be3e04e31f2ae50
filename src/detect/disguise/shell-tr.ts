/** Letters of a set are spelled out up to this many. */
const MAX_SET = 512;

/** What the command `tr` makes of a text: `tr a-z n-za-m`, `tr '!-0' '"-1'` and `tr -d X`. */
export function translate(args: readonly string[], input: string): string | undefined {
  const [first = '', second = ''] = args;
  if (args.length !== 2) return undefined;
  if (first === '-d') {
    const gone = new Set(lettersOf(second));
    return Array.from(input, (char) => (gone.has(char) ? '' : char)).join('');
  }
  const from = lettersOf(first);
  const to = lettersOf(second);
  if (from.length === 0 || to.length === 0) return undefined;
  // What the second set lacks is its last letter; of a letter that stands twice in the first, the last counts.
  const by = new Map(from.map((char, i) => [char, to[Math.min(i, to.length - 1)]!]));
  return Array.from(input, (char) => by.get(char) ?? char).join('');
}

function lettersOf(set: string): string[] {
  const letters: string[] = [];
  for (let at = 0; at < set.length && letters.length < MAX_SET; at++) {
    const first = set.charCodeAt(at);
    const isRange = set[at + 1] === '-' && at + 2 < set.length;
    const last = isRange ? set.charCodeAt(at + 2) : first;
    for (let code = first; code <= last && letters.length < MAX_SET; code++) letters.push(String.fromCharCode(code));
    if (isRange) at += 2;
  }
  return letters;
}
