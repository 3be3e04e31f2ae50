import { filesOfPlan } from '../../sinks/plan.js';
import type { Settings } from '../settings.js';

/** Files that the sidecar reads for its sinks and its fleet: credentials, certificates. */
export function filesOfSettings({ sinks, fleet }: Pick<Settings, 'sinks' | 'fleet'>): string[] {
  const key = fleet.key !== undefined && 'file' in fleet.key ? [fleet.key.file] : [];
  return [...sinks.plans.flatMap(filesOfPlan), ...key];
}
