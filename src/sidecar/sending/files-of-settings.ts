import { credentialFilesOfPlan, filesOfPlan } from '../../sinks/plan.js';
import type { Settings } from '../settings.js';

/** Files that the sidecar reads for its sinks and its fleet: credentials, certificates. */
export function filesOfSettings({ sinks, fleet }: Pick<Settings, 'sinks' | 'fleet'>): string[] {
  return [...sinks.plans.flatMap(filesOfPlan), ...keyFilesOf(fleet)];
}

/** Those of them that nobody else may read. */
export function credentialFilesOfSettings({ sinks, fleet }: Pick<Settings, 'sinks' | 'fleet'>): string[] {
  return [...sinks.plans.flatMap(credentialFilesOfPlan), ...keyFilesOf(fleet)];
}

function keyFilesOf({ key }: Settings['fleet']): string[] {
  return key !== undefined && 'file' in key ? [key.file] : [];
}
