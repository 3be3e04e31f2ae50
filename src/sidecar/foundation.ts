import { join } from 'node:path';
import type { Logger } from 'pino';
import { AgentRegistry } from './agents/agent-registry.js';
import { BoundedLog } from './bounded-log.js';
import { caOptionsOf } from './ca-options.js';
import { Configuration } from './configuration.js';
import { FindingsPath } from './findings-path.js';

import { loadInstallKeys, type InstallKeys } from './install-keys.js';
import { configToStartWith, KeptConfig } from './kept-config.js';
import { lossLine, openLog } from './log.js';
import { openStores, type Stores } from './open-stores.js';
import { PartsInUse } from './parts-in-use.js';
import type { Protections } from './protections.js';
import { proxyParts } from './proxy-parts.js';
import { refuseSecond } from './refuse-second.js';
import { noteRefusal } from './reload.js';
import { fingerprintKeyOf } from './sending/fleet-key.js';
import { ensurePrivateFolder, stateFolderAt, type StateFolder } from './state-folder.js';

export interface SidecarOptions {
  readonly home: string;
  readonly configFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** What protects the host from this process. */
  readonly protections: Protections;
}

/** What a sidecar is made of that is there before it. */
export interface Foundation {
  readonly options: SidecarOptions;
  readonly state: StateFolder;
  readonly configuration: Configuration;
  readonly parts: PartsInUse;
  readonly keys: InstallKeys;
  readonly agents: AgentRegistry;
  readonly stores: Stores;
  readonly findings: FindingsPath;
  readonly log: Logger;
}

/**
 * Reads and opens what a sidecar stands on.
 *
 * @throws GuardianError that says what stands in the way; nothing is left open then.
 */
export async function layFoundation(options: SidecarOptions): Promise<Foundation> {
  const state = stateFolderAt(options.home);
  const keptUnder = ({ keptConfig }: InstallKeys): KeptConfig => new KeptConfig(state.keptConfig, keptConfig);
  const loaded = configToStartWith(options, () => keptUnder(loadInstallKeys(state)));
  const { settings } = loaded;
  ensurePrivateFolder(options.home);
  await refuseSecond(state);
  ensurePrivateFolder(settings.logDir);
  const logFile = new BoundedLog({ ...settings.logs, file: join(settings.logDir, 'sidecar.log'), lossLine });
  const log = openLog(logFile, settings.logLevel);
  const keys = loadInstallKeys(state);
  const configuration = new Configuration(options, loaded, keys.configs, keptUnder(keys));
  const agents = AgentRegistry.open(state.agents, keys.upstreams);
  const stores = await openStores(settings, state, { log, logFile });
  if (loaded.refused !== undefined) noteRefusal({ configuration, log, audit: stores.audit }, loaded.refused);
  const findings = new FindingsPath({
    state,
    configuration,
    fingerprintKey: keys.fingerprints,
    findingKey: fingerprintKeyOf(settings, keys),
    stores,
    log,
  });
  try {
    const places = { home: options.home, env: options.env, caOptions: caOptionsOf(state, configuration, options.env) };
    const parts = new PartsInUse(await proxyParts(settings, places), places, configuration);
    return { options, state, configuration, parts, keys, agents, stores, findings, log };
  } catch (error) {
    await findings.stop(0);
    throw error;
  }
}
