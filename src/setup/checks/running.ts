import { install } from '../../install/install.js';
import type { Saying } from '../../text/texts.js';
import type { Seen } from '../seen.js';

/** Whether everything is in its place: installed in the checkout, or running for the programs of this machine. */
export function wired(seen: Seen): readonly Saying[] {
  const { machine, record, settings } = seen;
  if (machine.nanoclaw === undefined) return runsAsChosen(seen);
  const { changes } = install({
    folder: machine.nanoclaw,
    env: machine.env,
    dryRun: true,
    inspectHttps: record.inspection === 'https',
    listen: undefined,
  });
  if (changes.length > 0) return [{ code: 'setup.problem.not_installed', args: { count: changes.length } }];
  return settings?.httpsInspection.enabled === (record.inspection === 'https')
    ? []
    : [{ code: 'setup.problem.other_inspection', args: {} }];
}

/** Whether it runs as it was chosen, and a person said that what is watched was started again. */
export function restarted(seen: Seen): readonly Saying[] {
  const problems = runsAsChosen(seen);
  if (problems.length > 0) return problems;
  return seen.record.restarted === true ? [] : [{ code: 'setup.problem.unanswered', args: {} }];
}

function runsAsChosen({ status, record }: Seen): readonly Saying[] {
  if (status === undefined) return [{ code: 'setup.problem.not_running', args: {} }];
  if (status.https_inspection !== (record.inspection === 'https')) {
    return [{ code: 'setup.problem.other_inspection', args: {} }];
  }
  return status.state === 'paused' ? [{ code: 'setup.problem.paused', args: {} }] : [];
}
