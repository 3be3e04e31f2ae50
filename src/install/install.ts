import { execaSync } from 'execa';
import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { refuseEgressLockdown } from '../nanoclaw/egress-lockdown.js';
import { environmentOf, homeIn, STATE_IN_CHECKOUT } from '../nanoclaw/place.js';
import { callControl } from '../sidecar/control/client.js';
import { stateFolderAt } from '../sidecar/state-folder.js';
import { GuardianError } from '../text/guardian-error.js';
import { applyChanges } from './apply.js';
import { recognise } from './checkout.js';
import { shownChange, type ShownChange } from './diff.js';
import { firstConfig, type FirstConfigOptions } from './first-config.js';
import { SKILL_FOLDER } from './generations.js';
import { leftoversIn, removeLeftovers } from './leftovers.js';
import { planInstall, planUninstall } from './plan.js';
import type { Generation } from './seams.js';
import { isOperatorsOwn, skillFolder } from './skill-folder.js';

export interface InstallOptions extends FirstConfigOptions {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Only say what would change. */
  readonly dryRun: boolean;
}

export interface Installed {
  readonly root: string;
  readonly generation: Generation['name'];
  readonly changes: readonly ShownChange[];
}

/**
 * Puts the Guardian into a NanoClaw checkout, all of it or nothing.
 *
 * @throws GuardianError `install.…` or `nanoclaw.egress_lockdown`; nothing was changed then, unless the error says so.
 */
export function install({ folder, env, dryRun, ...config }: InstallOptions): Installed {
  const root = checkoutAt(folder);
  const checkout = recognise(root);
  refuseEgressLockdown(environmentOf(root, env));
  if (isOperatorsOwn(root)) {
    throw new GuardianError({ code: 'install.skill_is_checkout', args: { folder: join(root, SKILL_FOLDER) } });
  }
  const changes = [...planInstall(checkout, skillFolder()), ...firstConfig(root, config)];
  if (!dryRun) applyChanges(root, changes);
  return { root, generation: checkout.generation.name, changes: changes.map(shownChange) };
}

export interface UninstallOptions {
  readonly folder: string;
  readonly dryRun: boolean;
  /** Keep the state folder: configuration, CA and findings. */
  readonly keepData: boolean;
}

export interface Uninstalled {
  readonly root: string;
  readonly changes: readonly ShownChange[];
  /** Files and folders outside of git that go too. */
  readonly leftovers: readonly string[];
}

/**
 * Takes the Guardian out of a NanoClaw checkout, whatever shape that has by now.
 *
 * @throws GuardianError `install.still_running` while its sidecar runs; as {@link install} otherwise.
 */
export async function uninstall({ folder, dryRun, keepData }: UninstallOptions): Promise<Uninstalled> {
  const root = checkoutAt(folder);
  if (await isRunning(root)) throw new GuardianError({ code: 'install.still_running', args: { folder: root } });
  const tracked = trackedSkill(root);
  const changes = planUninstall(root, (file) => tracked && file.startsWith(`${SKILL_FOLDER}/`));
  const leftovers = leftoversIn(root, !keepData);
  if (!dryRun) {
    applyChanges(root, changes);
    removeLeftovers(root, leftovers);
  }
  return { root, changes: changes.map(shownChange), leftovers };
}

function checkoutAt(folder: string): string {
  if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false))
    throw new GuardianError({ code: 'install.not_nanoclaw', args: { folder } });
  return realpathSync(folder);
}

/** Whether its sidecar answers, in the usual state folder or in the one that `.env` names. */
async function isRunning(root: string): Promise<boolean> {
  const homes = new Set([homeIn(root), join(root, STATE_IN_CHECKOUT)]);
  for (const home of homes) {
    try {
      await callControl(stateFolderAt(home).controlSocket, 'ping', {}, 2_000);
      return true;
    } catch {
      // Nobody is there.
    }
  }
  return false;
}

/** A fork may keep the skill itself in git; then it is not ours to delete. */
function trackedSkill(root: string): boolean {
  const { stdout, failed } = execaSync('git', ['-C', root, 'ls-files', '--', SKILL_FOLDER], { reject: false });
  return !failed && stdout !== '';
}
