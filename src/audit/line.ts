import { createHash } from 'node:crypto';
import { isRecord } from '../validation/record.js';
import { parsedJson } from '../validation/json.js';
import { validatorOf } from '../validation/validator.js';
import { auditEntrySchema } from './audit-entry.generated.js';
import type { AuditEntry, Occurrence } from './events.js';

/**
 * A line of the audit log:
 *
 *     {"schema_version":…,"seq":7,"time":…,"event":{…},"prev":"<hash of line 6>","hash":"<64 hex digits>"}
 *
 * The hash is taken over the bytes in front of `,"hash":` and the closing brace, as they stand in the file. Nothing is
 * parsed or put in order for it, so two programs cannot disagree about what was hashed.
 */

/** Where a chain stands: the number and the hash of its last line. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** Before the first line. */
export const GENESIS: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** Longest line that is read, in bytes; what the schema allows stays well below it. */
export const MAX_AUDIT_LINE_BYTES = 16 * 1024;

/** `,"hash":"`, 64 digits, `"}` */
const SEAL = /^,"hash":"([0-9a-f]{64})"\}$/;
const SEAL_BYTES = ',"hash":""}'.length + 64;

const validate = validatorOf<AuditEntry>(auditEntrySchema);

/** A line with its line end, and where the chain stands behind it. */
export interface ChainedLine {
  readonly text: string;
  readonly head: ChainHead;
}

/**
 * Gives an occurrence its place behind `after`.
 *
 * @param seq Its number, when it is not the next one.
 * @returns undefined when it does not follow the schema, which is a fault of this program.
 */
export function chainedLine(occurrence: Occurrence, after: ChainHead, seq = after.seq + 1): ChainedLine | undefined {
  const { time, last_time, count, event, note } = occurrence;
  // Named one by one: whatever else the object carries at run time stays out of the file.
  const body = {
    schema_version: 'clawsec-traffic-audit/v1',
    seq,
    time,
    last_time,
    count,
    event,
    note,
    prev: after.hash,
  };
  const text = JSON.stringify(body);
  const hash = sha256Of(text);
  if (!validate({ ...withoutUndefined(body), hash }).ok) return undefined;
  return { text: `${text.slice(0, -1)},"hash":"${hash}"}\n`, head: { seq, hash } };
}

/** What a line turned out to be. */
export type ReadLine =
  | { readonly kind: 'entry'; readonly entry: AuditEntry }
  /** It reads like a line of the log, and its hash is not its own. */
  | { readonly kind: 'edited'; readonly seq: number }
  | { readonly kind: 'malformed' };

/** Reads a line without its line end. */
export function readAuditLine(line: Buffer): ReadLine {
  if (line.length > MAX_AUDIT_LINE_BYTES) return { kind: 'malformed' };
  const value = parsedJson(line);
  const front = line.subarray(0, Math.max(0, line.length - SEAL_BYTES));
  const seal = SEAL.exec(line.toString('latin1', front.length))?.[1];
  if (seal !== undefined && createHash('sha256').update(front).update('}').digest('hex') === seal) {
    const checked = validate(value);
    if (checked.ok) return { kind: 'entry', entry: checked.value };
  }
  const seq = isRecord(value) ? value['seq'] : undefined;
  return typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0
    ? { kind: 'edited', seq }
    : { kind: 'malformed' };
}

export function sha256Of(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
