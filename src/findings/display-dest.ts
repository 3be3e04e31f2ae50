/** Longest host name kept (RFC 1035 §2.3.4). */
const MAX_HOST = 253;
/** A label from this length on that mixes letters and digits may be data rather than a name. */
const LONG_LABEL = 20;

/**
 * A destination as it may be kept and shown, `host:port`. Whoever chooses a host name can put data into it, as DNS
 * exfiltration does, so labels that look like data are replaced by their length (law 3).
 */
export function displayDest(host: string, port: number): string {
  const shown = host.includes(':') ? `[${host}]` : host.slice(0, MAX_HOST).split('.').map(displayLabel).join('.');
  return `${shown}:${port}`;
}

function displayLabel(label: string): string {
  const printable = label.replace(/[^\w\u0080-\uffff-]/g, '?');
  if (printable.length < LONG_LABEL) return printable;
  const digits = printable.replace(/\D/g, '').length;
  // Long names of services have words and at most a number at an end; random text has digits all over.
  const runs = printable.match(/\d+/g)?.length ?? 0;
  return printable.length > 40 || (digits >= 4 && runs >= 3) ? `‹${printable.length}›` : printable;
}
