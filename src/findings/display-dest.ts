/** Longest host name kept (RFC 1035 §2.3.4). */
const MAX_HOST = 253;
/** A run of letters and digits from this length on is not a word: the longest ones in host names have 17 letters. */
const LONG_RUN = 20;
/** A shorter run that changes between letters and digits this often is not a word with a number either. */
const MIXED_RUN = 12;
const MIXED_CHANGES = 4;
/** A label as long as {@link LONG_RUN} is not words and numbers either when its parts together change this often. */
const MIXED_LABEL_CHANGES = 8;

/** A stretch of a host name; `end` is exclusive. */
export interface HostRange {
  readonly start: number;
  readonly end: number;
}

/**
 * A destination as it may be kept and shown, `host:port`. Whoever chooses a host name can put data into it, as DNS
 * exfiltration does, so labels that look like data, or that a secret stands in, are replaced by their length (law 3).
 *
 * @param secrets Where secrets are known to stand in the host.
 */
export function displayDest(host: string, port: number, secrets: readonly HostRange[] = []): string {
  return `${displayHost(host, secrets)}:${port}`;
}

/** The host alone. IP literals are shown as they are, IPv6 in brackets. */
export function displayHost(host: string, secrets: readonly HostRange[] = []): string {
  if (host.includes(':')) return `[${host.replace(/[^0-9A-Fa-f:.%\w]/g, '?')}]`;
  return host.slice(0, MAX_HOST).replace(/[^.]+/g, (label, at: number) => {
    // A label whole: secrets have hyphens too, and what stands between them is as secret as the rest.
    const isHidden = looksLikeData(label) || secrets.some(({ start, end }) => start < at + label.length && at < end);
    // A host can have any byte, those among them that are control characters of a terminal (C1).
    return isHidden ? `‹${label.length}›` : label.replace(/[^\w\u{80}-\u{10ffff}-]|[\p{C}\p{Z}]/gu, '?');
  });
}

function looksLikeData(label: string): boolean {
  const runs = label.split(/[_-]+/);
  const whole = runs.join('');
  return runs.some(isData) || (whole.length >= LONG_RUN && changesIn(whole) >= MIXED_LABEL_CHANGES);
}

function isData(run: string): boolean {
  return run.length >= LONG_RUN || (run.length >= MIXED_RUN && changesIn(run) >= MIXED_CHANGES);
}

/** How often a text changes between letters and digits. */
function changesIn(text: string): number {
  return text.match(/\d(?=\D)|\D(?=\d)/g)?.length ?? 0;
}
