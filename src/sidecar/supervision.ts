import { validatorOf } from '../validation/validator.js';
import { readIfThere, writePrivateFile, type StateFolder } from './state-folder.js';
import { supervisionSchema, type Supervision } from './supervision.generated.js';

export type Crash = Supervision['crashes'][number];

const validate = validatorOf<Supervision>(supervisionSchema);
/** Crashes that are remembered; the bound of the schema. */
const MAX_CRASHES = 50;
const MAX_DETAIL = 300;

/** What the last supervisor of a state folder wrote down; undefined when there is nothing that can be understood. */
export function readSupervision({ supervision }: StateFolder): Supervision | undefined {
  try {
    const text = readIfThere(supervision)?.toString('utf8');
    if (text === undefined) return undefined;
    const checked = validate(JSON.parse(text));
    return checked.ok ? checked.value : undefined;
  } catch {
    // A record that is damaged keeps nobody from starting; it is written anew.
    return undefined;
  }
}

/** Writes the record. What cannot be written is not worth a crash of what watches over crashes. */
export function writeSupervision({ supervision }: StateFolder, record: Supervision): void {
  try {
    writePrivateFile(supervision, `${JSON.stringify(record)}\n`);
  } catch {
    // The folder may be gone or the disk full; status of the sidecar says so.
  }
}

/** Crashes with one more, the oldest left out when there are too many. */
export function withCrash(crashes: readonly Crash[], crash: Crash): Crash[] {
  return [...crashes, { ...crash, detail: crash.detail.slice(0, MAX_DETAIL) }].slice(-MAX_CRASHES);
}
