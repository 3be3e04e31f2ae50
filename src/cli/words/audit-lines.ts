import type { AuditProblem } from '../../audit/chain-check.js';
import type { AuditEntry } from '../../audit/events.js';
import type { AuditVerification } from '../../audit/verify.js';
import type { Texts } from '../../text/texts.js';
import type { Terminal } from '../terminal.js';
import { timeShown } from '../../text/times.js';
import { printable } from '../../text/printable.js';

/** An entry as one line: number, when, what, its facts by name, and how often if more than once. */
export function auditLine({ seq, time, event, count = 1, last_time: last }: AuditEntry, { locale }: Texts): string {
  const { kind, ...facts } = event;
  const named = Object.entries(facts).map(([name, value]) => `${name}=${printable(String(value))}`);
  const repeated =
    count > 1 ? [`×${count}`, ...(last === undefined ? [] : [`… ${timeShown(last, 'time', locale)}`])] : [];
  return [
    String(seq).padStart(6),
    timeShown(time, 'day-and-time', locale),
    kind.padEnd(22),
    ...named,
    ...repeated,
  ].join('  ');
}

/** What a verification found, a problem a line. */
export function verificationLines(verification: AuditVerification, { texts, paint }: Terminal): string[] {
  const { intact, files, lines, head, problems, problemCount, remarks } = verification;
  const more = problemCount - problems.length;
  return [
    intact
      ? texts('cli.audit.verify.intact', { lines, files })
      : paint('alarm', texts('cli.audit.verify.broken', { count: problemCount })),
    ...problems.map((problem) => `- ${problemShown(problem, texts)}`),
    ...(more > 0 ? [texts('cli.audit.verify.more', { count: more })] : []),
    ...remarks.map(({ kind, file, line, bytes }) =>
      texts(kind === 'torn' ? 'cli.audit.verify.torn' : 'cli.audit.verify.unfinished', { file, line, bytes }),
    ),
    ...(head === undefined ? [] : [texts('cli.audit.verify.head_is', { seq: String(head.seq), hash: head.hash })]),
  ];
}

function problemShown({ file, line, reason, seq, through_seq: through }: AuditProblem, texts: Texts): string {
  const numbers = seq === undefined ? '-' : through === undefined || through === seq ? `${seq}` : `${seq}-${through}`;
  return texts('cli.audit.verify.problem', { file, line, reason, numbers });
}
