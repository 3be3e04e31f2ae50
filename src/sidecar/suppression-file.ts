import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { suppressionListSchema, type SuppressionList } from '../findings/suppression/suppressions.generated.js';
import { MAX_SUPPRESSION_MS, type Suppression } from '../findings/suppression/suppressions.js';
import { GuardianError } from '../text/guardian-error.js';
import { sayingsOf } from '../validation/validator.js';
import { recordedExpiries } from './expiry-record.js';
import { StateDocument } from './state-document.js';
import type { StateFolder } from './state-folder.js';

const list = new StateDocument<SuppressionList>(suppressionListSchema);

export function suppressionsFileOf({ home }: StateFolder): string {
  return join(home, 'suppressions.json');
}

/**
 * The suppressions of a state folder, in the order in which they were made; also those that have ended.
 *
 * @throws GuardianError `state.damaged` when the file is not what was written.
 */
export function loadSuppressions(state: StateFolder): readonly Suppression[] {
  return list.load(suppressionsFileOf(state))?.suppressions ?? [];
}

/**
 * Adds one. Those that have ended go away with it, once that stands in the audit log.
 *
 * @throws GuardianError `suppress.until` when the end is past or more than a year away, or as {@link loadSuppressions}.
 */
export function addSuppression(
  state: StateFolder,
  wanted: Omit<Suppression, 'id' | 'created'>,
  now: Date = new Date(),
): Suppression {
  const lasts = Date.parse(wanted.until) - now.getTime();
  if (!(lasts > 0 && lasts <= MAX_SUPPRESSION_MS)) throw new GuardianError({ code: 'suppress.until', args: {} });
  const suppression = { id: randomBytes(4).toString('hex'), ...wanted, created: now.toISOString() };
  const recorded = recordedExpiries(state);
  const others = loadSuppressions(state).filter(
    ({ id, until }) => Date.parse(until) > now.getTime() || !recorded.has(id),
  );
  save(state, [...others, suppression]);
  return suppression;
}

/** @throws GuardianError `suppress.unknown`, or as {@link loadSuppressions}. */
export function removeSuppression(state: StateFolder, id: string): Suppression {
  const all = loadSuppressions(state);
  const suppression = all.find((each) => each.id === id);
  if (suppression === undefined) throw new GuardianError({ code: 'suppress.unknown', args: {} });
  save(
    state,
    all.filter((each) => each !== suppression),
  );
  return suppression;
}

function save(state: StateFolder, suppressions: readonly Suppression[]): void {
  const checked = list.check({ schema_version: 'traffic-guardian-suppressions/v1', suppressions });
  if (!checked.ok) {
    const problems = sayingsOf(checked.problems);
    throw new GuardianError({ code: 'suppress.invalid', args: { problems } });
  }
  list.save(suppressionsFileOf(state), checked.value);
}
