/** Longest host name kept (RFC 1035 §2.3.4). */
const MAX_HOST = 253;
/** A run of letters and digits from this length on is not a word: the longest ones in host names have 17 letters. */
const LONG_RUN = 20;
/** A shorter run that changes between letters and digits this often is not a word with a number either. */
const MIXED_RUN = 12;
const MIXED_CHANGES = 4;

/**
 * A destination as it may be kept and shown, `host:port`. Whoever chooses a host name can put data into it, as DNS
 * exfiltration does, so parts that look like data are replaced by their length (law 3).
 */
export function displayDest(host: string, port: number): string {
  return `${displayHost(host)}:${port}`;
}

/** The host alone. IP literals are shown as they are, IPv6 in brackets. */
export function displayHost(host: string): string {
  if (host.includes(':')) return `[${host.replace(/[^0-9A-Fa-f:.%\w]/g, '?')}]`;
  return host
    .slice(0, MAX_HOST)
    .replace(/[^\w.\u0080-\uffff-]/g, '?')
    .replace(/[^._-]{12,}/g, (run) => (looksLikeData(run) ? `‹${run.length}›` : run));
}

function looksLikeData(run: string): boolean {
  if (run.length >= LONG_RUN) return true;
  const changes = run.match(/\d(?=\D)|\D(?=\d)/g)?.length ?? 0;
  return run.length >= MIXED_RUN && changes >= MIXED_CHANGES;
}
