import type { Finding } from '../findings/finding.js';
import type { FindingsReader } from '../findings/journal/query/reader.js';
import { identityOf, isTold, type SessionFinding } from './fold.js';

/**
 * Leaves those findings that the journal does not know yet, be it from the traffic or from a scan before. The journal is
 * read once for all of them, at flat memory.
 *
 * @throws GuardianError as the reader does.
 */
export async function notToldYet(
  findings: readonly SessionFinding[],
  reader: FindingsReader,
  nearMs: number,
): Promise<SessionFinding[]> {
  if (findings.length === 0) return [];
  const open = new Map<string, SessionFinding[]>();
  for (const one of findings) {
    const identity = identityOf(one.finding);
    open.set(identity, [...(open.get(identity) ?? []), one]);
  }
  const told = new Set<SessionFinding>();
  const note = (known: Finding): void => {
    for (const one of open.get(identityOf(known)) ?? []) if (isTold(one, known, nearMs)) told.add(one);
  };
  for await (const known of reader.readAll(conditionsFor(findings, nearMs))) note(known);
  return findings.filter((one) => !told.has(one));
}

function conditionsFor(findings: readonly SessionFinding[], nearMs: number) {
  const times = findings.map(({ finding }) => Date.parse(finding.timestamp));
  const [first] = findings;
  const agent = findings.every(({ finding }) => finding.agent === first?.finding.agent)
    ? first?.finding.agent
    : undefined;
  return {
    ...(agent === undefined ? {} : { agent }),
    ...(findings.some(({ isRepetition }) => isRepetition) ? {} : { since: iso(Math.min(...times) - nearMs) }),
    until: iso(Math.max(...times) + nearMs),
  };
}

function iso(ms: number): string {
  return new Date(Math.max(0, ms)).toISOString();
}
