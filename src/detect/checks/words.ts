const LETTERS = 26;
const LOWER_A = 0x61;

/** The pairs of letters that English has most of: three in five of its pairs, one in ten of random ones. */
const PAIRS = pairTable(
  'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ' +
    'ea ra ce li ch ll be ma si om ur ac ke ey ec et cr us pa ss wo rd ut ho ok ad em ta lo la el il ca no nc pe ap pi pr',
);
/** Share of such pairs from which on letters read as English. */
const MIN_SHARE = 0.25;
/** The same where digits part the letters twice and more, as they seldom do within words: `4dpd5zd`. */
const MIN_SHARE_PARTED = 0.4;
/** Letters, digits, letters, digits, letters, without any sign or capital in between. */
const PARTED = /[a-z]\d+[a-z]+\d+[a-z]/;

/** Average length of a run of one kind from which on a text reads as words; random base 36 has about 2.5. */
const WORDY = 3.4;
/** Digits in a row count as this many at most: a year or a number behind a word does not make it longer. */
const MAX_DIGITS_COUNTED = 2;
/** What stands behind a name without making it random: `_v2`, `2024`. */
const VERSION = /[._-]?v?\d{1,4}$/i;

/**
 * Whether a text is an identifier or words joined by signs or capitals, such as `user_token_v2` or `getAccessToken2`:
 * its runs of letters are long and made of usual pairs. A capital begins a run, several are one of their own.
 */
export function isWordy(text: string): boolean {
  const end = text.length - (VERSION.exec(text)?.[0].length ?? 0);
  let runs = 0;
  let length = 0;
  let pairs = 0;
  let known = 0;
  for (let from = 0, to = 0; from < end; from = to) {
    to = from + 1;
    const first = text.charCodeAt(from);
    if (isDigit(first)) {
      while (to < end && isDigit(text.charCodeAt(to))) to++;
      length += Math.min(to - from, MAX_DIGITS_COUNTED);
    } else if (isLower(first) || isUpper(first)) {
      const isRest = isLower(first) || isLower(text.charCodeAt(to)) ? isLower : isUpper;
      while (to < end && isRest(text.charCodeAt(to))) to++;
      length += to - from;
      pairs += to - from - 1;
      for (let i = from + 1; i < to; i++) known += PAIRS[pairAt(text, i)]!;
    } else continue;
    runs++;
  }
  return (
    runs > 0 &&
    length / runs >= WORDY &&
    pairs > 0 &&
    known / pairs >= (PARTED.test(text) ? MIN_SHARE_PARTED : MIN_SHARE)
  );
}

/** The number of a pair of letters, whatever their case; `at` is where the second one stands. */
function pairAt(text: string, at: number): number {
  return letterOf(text.charCodeAt(at - 1)) * LETTERS + letterOf(text.charCodeAt(at));
}

function letterOf(code: number): number {
  return (code | 0x20) - LOWER_A;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLower(code: number): boolean {
  return code >= LOWER_A && code < LOWER_A + LETTERS;
}

function isUpper(code: number): boolean {
  return code >= 0x41 && code < 0x41 + LETTERS;
}

function pairTable(pairs: string): Uint8Array {
  const table = new Uint8Array(LETTERS * LETTERS);
  for (const pair of pairs.split(' ')) table[pairAt(pair, 1)] = 1;
  return table;
}
