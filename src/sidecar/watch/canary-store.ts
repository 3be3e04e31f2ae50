import { join } from 'node:path';
import { WatchFingerprints } from '../../detect/watch/fingerprints.js';
import type { WatchEntry } from '../../detect/watch/watch-entry.js';
import { GuardianError } from '../../text/guardian-error.js';
import { validatorOf } from '../../validation/validator.js';
import { StateDocument } from '../state-document.js';
import type { StateFolder } from '../state-folder.js';
import { canariesSchema, type Canaries } from './canaries.generated.js';

/** One planted fake. */
export type Canary = Canaries['canaries'][number];

const list = new StateDocument<Canaries>(canariesSchema);
const validatePlant = validatorOf<{ plant: string }>({
  type: 'object',
  properties: { plant: canariesSchema.properties.canaries.items.properties.plant },
});

export function canariesFileOf({ home }: StateFolder): string {
  return join(home, 'canaries.json');
}

/**
 * The canaries of a state folder, in the order in which they were made.
 *
 * @throws GuardianError `state.damaged` when the file is not what was written.
 */
export function loadCanaries(state: StateFolder): readonly Canary[] {
  return list.load(canariesFileOf(state))?.canaries ?? [];
}

/**
 * Remembers a canary by its fingerprints.
 *
 * @param values What was made; not kept.
 * @throws GuardianError `canary.plant_form` or `canary.plant_taken`, or as {@link loadCanaries}.
 */
export function addCanary(
  state: StateFolder,
  fingerprintKey: Buffer,
  { plant, kind, values }: { readonly plant: string; readonly kind: string; readonly values: readonly string[] },
): Canary {
  if (!validatePlant({ plant }).ok) throw new GuardianError({ code: 'canary.plant_form', args: {} });
  const canaries = loadCanaries(state);
  if (canaries.some((canary) => canary.plant === plant)) {
    throw new GuardianError({ code: 'canary.plant_taken', args: { plant } });
  }
  const fingerprints = new WatchFingerprints(fingerprintKey);
  const about = { kind: 'canary', name: plant, expectedHosts: [] } as const;
  const [first, ...rest] = values
    .flatMap((value) => fingerprints.entriesOf(Buffer.from(value), about))
    .map(({ length, probeAt, probe, tail, digest, mirror }) => ({
      ...{ length, probeAt, probe, tail, digest },
      ...(mirror === undefined ? {} : { mirror }),
    }));
  if (first === undefined) throw new RangeError('a canary has a value');
  const canary: Canary = { plant, kind, created: new Date().toISOString(), values: [first, ...rest] };
  save(state, [...canaries, canary]);
  return canary;
}

/** @throws GuardianError `canary.unknown`, or as {@link loadCanaries}. */
export function removeCanary(state: StateFolder, plant: string): Canary {
  const canaries = loadCanaries(state);
  const canary = canaries.find((each) => each.plant === plant);
  if (canary === undefined) throw new GuardianError({ code: 'canary.unknown', args: {} });
  save(
    state,
    canaries.filter((each) => each !== canary),
  );
  return canary;
}

/** What the detector looks for. */
export function canaryEntries(canaries: readonly Canary[]): WatchEntry[] {
  return canaries.flatMap(({ plant, values }) =>
    values.map((value) => ({ ...value, kind: 'canary' as const, name: plant, expectedHosts: [] })),
  );
}

function save(state: StateFolder, canaries: Canaries['canaries']): void {
  list.save(canariesFileOf(state), { schema_version: 'traffic-guardian-canaries/v1', canaries });
}
