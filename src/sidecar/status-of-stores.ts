import type { Saying } from '../text/texts.js';
import { DAY_MS } from '../time/lengths.js';
import type { Sidecar } from './sidecar.js';
import type { Status } from './status.generated.js';

/** The parts of the status about the audit log and the sidecar's own log. */
export function storesOf({ audit, logFile }: Sidecar): Pick<Status, 'audit' | 'log'> {
  const { health, written, waiting, lost, rejected, head } = audit.status;
  return {
    audit: {
      health: health.kind === 'ok' ? 'ok' : health.code,
      written,
      waiting,
      lost: lost + rejected,
      head_seq: head.seq,
    },
    log: { health: logFile.health, lost: logFile.lost },
  };
}

/** More findings than are kept one by one, or for long. */
export function floodWarnings({ foldedFindings, journal }: Sidecar): Saying[] {
  const { deletedYoungAt } = journal.status;
  const warnings: Saying[] = [];
  if (foldedFindings > 0) warnings.push({ code: 'status.findings_folded', args: { count: foldedFindings } });
  if (deletedYoungAt !== undefined && Date.now() - deletedYoungAt < DAY_MS) {
    const at = new Date(deletedYoungAt).toISOString();
    warnings.push({ code: 'status.findings_deleted_young', args: { at } });
  }
  return warnings;
}

/** What cannot be recorded besides findings, and findings that this program itself got wrong. */
export function storeWarnings(sidecar: Sidecar): Saying[] {
  const { audit, log } = storesOf(sidecar);
  const { rejected } = sidecar.journal.status;
  const warnings: Saying[] = [];
  if (audit.health !== 'ok') {
    warnings.push({ code: 'status.audit_degraded', args: { code: audit.health, lost: audit.lost } });
  }
  if (log.health !== 'ok') warnings.push({ code: 'status.log_degraded', args: { code: log.health, lost: log.lost } });
  if (rejected > 0) warnings.push({ code: 'status.journal_rejected', args: { count: rejected } });
  return warnings;
}
