import type { AuditEvent } from './events.js';

/** `maxLength` of words in the schema. */
const MAX_WORDS = 200;
/** A run of other characters than spaces from this length on is not a word: it may be data, or a secret in a message. */
const LONG_RUN = 24;

/**
 * Words as they may be kept: messages of other programs can quote what came over the wire, so long runs are replaced by
 * their length (law 3), and control characters cannot reach a terminal.
 */
export function auditWords(text: string): string {
  const masked = text
    .slice(0, 4 * MAX_WORDS)
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[^\s]+/g, (run) => (run.length >= LONG_RUN ? `‹${run.length}›` : run))
    .trim();
  return masked.length <= MAX_WORDS ? masked : `${masked.slice(0, MAX_WORDS - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** An event whose words are fit to be kept, whoever composed them. */
export function withCleanWords(event: AuditEvent): AuditEvent {
  if ('detail' in event) return { ...event, detail: auditWords(event.detail) };
  if ('reason' in event) return { ...event, reason: auditWords(event.reason) };
  return event;
}
