import { englishTexts, render, type Saying } from '../text/texts.js';
import { HOUR_MS } from '../time/lengths.js';
import type { LastReload } from './configuration.js';
import type { Sidecar } from './sidecar.js';
import type { Status } from './status.generated.js';

/** Crashes within this time are worth a warning, in milliseconds. */
const RECENT_MS = HOUR_MS;

/** The part of the status about the configuration in use. */
export function configOf({ configuration }: Sidecar): Status['config'] {
  const { sha256, loadedAt, lastReload, restartNeeded } = configuration;
  return {
    sha256,
    loaded_at: loadedAt.toISOString(),
    ...(lastReload === undefined
      ? {}
      : {
          last_reload: {
            at: lastReload.at.toISOString(),
            ok: lastReload.refused === undefined,
            ...refusalIn(lastReload),
          },
        }),
    restart_needed: [...restartNeeded],
  };
}

function refusalIn({ refused }: LastReload): { code: string; message: string } | undefined {
  return refused === undefined ? undefined : { code: refused.code, message: render(englishTexts, refused) };
}

/** The part about the process that watches over this one. */
export function supervisionOf({ supervision }: Sidecar): Status['supervision'] {
  const crashes = supervision?.crashes ?? [];
  const last = crashes.at(-1);
  return {
    supervised: process.connected,
    restarts: supervision?.restarts ?? 0,
    recent_crashes: crashes.filter(({ at }) => Date.now() - Date.parse(at) < RECENT_MS).length,
    ...(last === undefined ? {} : { last_crash: { at: last.at, detail: last.detail } }),
  };
}

/** The part about what protects the host from this process. */
export function protectionsOf({ options: { protections } }: Sidecar): Status['protections'] {
  const { permissionModel, privateFiles, coreDumpsOff, descriptorsClosed, environmentReduced } = protections;
  return {
    permission_model: permissionModel,
    private_files: privateFiles,
    core_dumps_off: coreDumpsOff,
    ...(descriptorsClosed === undefined ? {} : { descriptors_closed: descriptorsClosed }),
    environment_reduced: environmentReduced,
  };
}

/** Said before anything else: nothing is looked at. */
export function pauseWarning({ pause }: Sidecar): Saying[] {
  const lasting = pause.current;
  if (lasting === undefined) return [];
  return [{ code: 'status.paused', args: { until: lasting.until, since: lasting.since, reason: lasting.reason } }];
}

/** What the operator should know of crashes, of a configuration that was refused, and of missing protections. */
export function operationWarnings(sidecar: Sidecar): Saying[] {
  const warnings: Saying[] = [];
  const { recent_crashes: crashes, last_crash: last } = supervisionOf(sidecar);
  if (crashes > 0) warnings.push({ code: 'status.crashed', args: { crashes, detail: last?.detail ?? '' } });
  const { lastReload, restartNeeded } = sidecar.configuration;
  if (lastReload?.refused !== undefined) {
    const args = { at: lastReload.at.toISOString(), reason: lastReload.refused };
    warnings.push({ code: 'status.config_refused', args });
  }
  if (restartNeeded.length > 0) {
    warnings.push({ code: 'status.restart_needed', args: { settings: restartNeeded.join(', ') } });
  }
  const missing = Object.entries(protectionsOf(sidecar)).flatMap(([name, isActive]) => (isActive ? [] : [name]));
  if (missing.length > 0) warnings.push({ code: 'status.unprotected', args: { missing: missing.join(', ') } });
  return warnings;
}
