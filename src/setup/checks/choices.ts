import type { Saying } from '../../text/texts.js';
import type { Seen } from '../seen.js';

/** Whether a person chose what is to be inspected. */
export function inspectionChosen({ record }: Seen): readonly Saying[] {
  return record.inspection === undefined ? [{ code: 'setup.problem.unanswered', args: {} }] : [];
}

/** Whether there is a CA. */
export function caMade({ fingerprint }: Seen): readonly Saying[] {
  return fingerprint === undefined ? [{ code: 'setup.problem.no_ca', args: {} }] : [];
}

/** Whether a person said that the fingerprints are the same, of the CA that is there now. Nothing else counts as it. */
export function fingerprintCompared({ record, fingerprint }: Seen): readonly Saying[] {
  const said = record.fingerprint;
  if (said === undefined) return [{ code: 'setup.problem.unanswered', args: {} }];
  if (said.compared !== fingerprint) return [{ code: 'setup.problem.other_ca', args: {} }];
  return said.same ? [] : [{ code: 'setup.problem.fingerprint_differs', args: {} }];
}
