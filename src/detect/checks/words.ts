/** The pairs of letters that English has most of: three in five of its pairs, one in ten of random ones. */
const PAIRS = new Set(
  (
    'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ' +
    'ea ra ce li ch ll be ma si om ur ac ke ey ec et cr us pa ss wo rd ut ho ok ad em ta lo la el il ca no nc pe ap pi pr'
  ).split(' '),
);
/** Share of such pairs from which on letters read as English. */
const MIN_SHARE = 0.25;

/** Average length of a run of one kind from which on a text reads as words; random base 36 has about 2.5. */
const WORDY = 3.4;
/** Digits in a row count as this many at most: a year or a number behind a word does not make it longer. */
const MAX_DIGITS_COUNTED = 2;
/** What stands behind a name without making it random: `_v2`, `2024`. */
const VERSION = /[._-]?v?\d{1,4}$/i;

/**
 * Whether a text is an identifier or words joined by signs or capitals, such as `user_token_v2` or `getAccessToken2`:
 * its runs of letters are long and made of usual pairs.
 */
export function isWordy(text: string): boolean {
  const runs = text.replace(VERSION, '').match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
  if (runs.length === 0) return false;
  let total = 0;
  for (const run of runs) total += /\d/.test(run) ? Math.min(run.length, MAX_DIGITS_COUNTED) : run.length;
  return total / runs.length >= WORDY && shareOfPairs(runs) >= MIN_SHARE;
}

function shareOfPairs(runs: readonly string[]): number {
  let pairs = 0;
  let known = 0;
  for (const run of runs) {
    const lower = run.toLowerCase();
    for (let i = 0; i + 1 < lower.length; i++) {
      if (/\d/.test(lower[i]!)) break;
      pairs++;
      if (PAIRS.has(lower.slice(i, i + 2))) known++;
    }
  }
  return pairs === 0 ? 0 : known / pairs;
}
