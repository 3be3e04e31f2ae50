import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { validatorOf } from '../validation/validator.js';
import { auditEntrySchema } from './audit-entry.generated.js';
import type { AuditEvent, Occurrence } from './events.js';
import { withCleanWords } from './words.js';

/**
 * The sidecar alone writes the audit log: a chain has one end. Whatever other processes of the operator have to record
 * (the supervisor a crash, the command line a new CA), they leave as a note, one file each, in a folder of their own.
 * The sidecar takes notes into the chain within seconds, or when it starts next, and then removes them. A note appears
 * whole or not at all, and is taken once: its name stands in the line.
 *
 *     audit-notes/1795178400000-5f0c….json      {"time":"…","event":{…}}
 */
const NOTE = /^\d{13,16}-([0-9a-f]{32})\.json$/;

/** Notes that are taken at a time. */
const MAX_NOTES = 256;
const MAX_NOTE_BYTES = 8 * 1024;
/** With O_DSYNC a write returns when it is on the disk. */
const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_DSYNC;

const { definitions } = auditEntrySchema;
const validateNote = validatorOf<{ time: string; event: AuditEvent }>({
  type: 'object',
  additionalProperties: false,
  required: ['time', 'event'],
  properties: { time: { $ref: '#/definitions/time' }, event: { $ref: '#/definitions/AuditEvent' } },
  definitions,
});

/** A note with its file. */
export interface FoundNote {
  readonly file: string;
  /** Undefined when it is not a note of ours, or is damaged. */
  readonly occurrence: (Occurrence & { readonly note: string }) | undefined;
}

/**
 * Leaves an event for the sidecar to take into the audit log. For processes other than the sidecar. It is on the disk
 * when this returns.
 *
 * @param folder `auditNotes` of the state folder.
 * @returns false when it could not be written; it never throws, because what is recorded has already happened.
 */
export function leaveAuditNote(folder: string, event: AuditEvent, now: Date = new Date()): boolean {
  const note = { time: now.toISOString(), event: withCleanWords(event) };
  if (!validateNote(note).ok) return false;
  const name = `${String(now.getTime()).padStart(13, '0')}-${randomBytes(16).toString('hex')}.json`;
  const temporary = join(folder, `${name}.tmp`);
  try {
    // Only this folder: where there is no state folder, there is nobody to tell.
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    const descriptor = openSync(temporary, FLAGS, 0o600);
    try {
      writeSync(descriptor, JSON.stringify(note));
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, join(folder, name));
    return true;
  } catch {
    rmSync(temporary, { force: true });
    return false;
  }
}

/** The notes that wait, the oldest first. */
export function waitingNotes(folder: string): FoundNote[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => NOTE.test(name))
    .sort()
    .slice(0, MAX_NOTES)
    .map((name) => ({
      file: join(folder, name),
      occurrence: readNote(join(folder, name), NOTE.exec(name)?.[1] ?? ''),
    }));
}

function readNote(file: string, note: string): FoundNote['occurrence'] {
  try {
    const text = readFileSync(file, 'utf8');
    const checked = text.length > MAX_NOTE_BYTES ? undefined : validateNote(JSON.parse(text));
    return checked?.ok === true ? { ...checked.value, note } : undefined;
  } catch {
    return undefined;
  }
}
