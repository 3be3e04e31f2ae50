import { answers } from '../../sidecar/control/checked-answers.js';
import { callControl } from '../../sidecar/control/client.js';
import { loadInstallKeys } from '../../sidecar/install-keys.js';
import { makeCanary } from '../../sidecar/watch/canary-kinds.js';
import { addCanary, loadCanaries, removeCanary } from '../../sidecar/watch/canary-store.js';
import type { Saying } from '../../text/texts.js';
import type { SetupMachine } from '../machine.js';
import { writeRecord } from '../record.js';
import type { SetupRecord } from '../setup-record.generated.js';
import type { Seen } from '../seen.js';

/** Name of the walkthrough's own canary; the snippet of its findings begins with it. */
const PLANT = 'setup';
const PATTERN = 'canary_token';

/** Whether the canary that was given out came back as a finding. Once it did, that stays so. */
export async function canaryFound({ machine, record }: Seen): Promise<readonly Saying[]> {
  const { proof } = record;
  if (proof === undefined) return [{ code: 'setup.problem.no_finding', args: {} }];
  if (proof.finding !== undefined) return [];
  const answer = await callControl(machine.state.controlSocket, 'findings', {
    pattern: PATTERN,
    direction: 'outbound',
    since: proof.asked,
    limit: 50,
  });
  const finding = answers.findings(answer).findings.find(({ snippet }) => snippet.startsWith(`${PLANT} `));
  if (finding?.id === undefined) return [{ code: 'setup.problem.no_finding', args: {} }];
  const { id, agent } = finding;
  writeRecord(machine.state, { ...record, proof: { ...proof, finding: id, ...(agent !== undefined && { agent }) } });
  return [];
}

/**
 * Makes a canary to be sent, in place of the one before: its value is kept nowhere, so it cannot be shown again. One that
 * is under way is found all the same.
 *
 * @param url Where it is to be sent; as before, or to a host that is there for examples, when undefined.
 */
export async function newCanary({ machine, record }: Seen, url: string | undefined): Promise<string> {
  const { state } = machine;
  if (loadCanaries(state).some(({ plant }) => plant === PLANT)) removeCanary(state, PLANT);
  const value = makeCanary('generic')[0]?.value ?? '';
  addCanary(state, loadInstallKeys(state).fingerprints, { plant: PLANT, kind: 'generic', values: [value] });
  await callControl(state.controlSocket, 'reload-lists');
  const asked = record.proof?.asked ?? new Date().toISOString();
  writeRecord(state, { ...record, proof: { asked, url: url ?? proofUrlOf(record) } });
  return value;
}

/** Where the canary is sent: a domain that is reserved for examples (RFC 2606 §3), closed or open as was chosen. */
export function proofUrlOf({ proof, inspection }: SetupRecord): string {
  return proof?.url ?? (inspection === 'https' ? 'https://example.com/' : 'http://example.com/');
}

/** Takes the canary out of what is watched for, once it has done its work. */
export async function retireCanary({ state }: SetupMachine): Promise<void> {
  if (!loadCanaries(state).some(({ plant }) => plant === PLANT)) return;
  removeCanary(state, PLANT);
  await callControl(state.controlSocket, 'reload-lists').catch(() => undefined);
}
