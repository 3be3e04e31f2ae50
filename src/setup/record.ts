import { join } from 'node:path';
import { readIfThere, writePrivateFile, type StateFolder } from '../sidecar/state-folder.js';
import { validatorOf } from '../validation/validator.js';
import { setupRecordSchema, type SetupRecord } from './setup-record.generated.js';

const validate = validatorOf<SetupRecord>(setupRecordSchema);

/** What the walkthrough remembers; nothing at first, or when the file is not what was written. */
export function readRecord(state: StateFolder): SetupRecord {
  const nothing: SetupRecord = { schema_version: 'clawsec-traffic-setup-record/v1', shown: [] };
  try {
    const checked = validate(JSON.parse(readIfThere(fileOf(state))?.toString('utf8') ?? ''));
    return checked.ok ? checked.value : nothing;
  } catch {
    // Asking a person once more is better than going on with what somebody else may have written.
    return nothing;
  }
}

/** @throws GuardianError `state.file` or `state.folder`. */
export function writeRecord(state: StateFolder, record: SetupRecord): void {
  writePrivateFile(fileOf(state), `${JSON.stringify(record, null, 2)}\n`);
}

function fileOf({ home }: StateFolder): string {
  return join(home, 'setup.json');
}
