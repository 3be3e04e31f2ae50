import type { Check } from './check.js';
import { caExpiry } from './checks/ca-expiry.js';
import { clock } from './checks/clock.js';
import { configSmells } from './checks/config-smells.js';
import { configuration } from './checks/configuration.js';
import { directRoute } from './checks/direct-route.js';
import { diskSpace } from './checks/disk-space.js';
import { fileModes } from './checks/file-modes.js';
import { hostTraffic } from './checks/host-traffic.js';
import { keyEncryption } from './checks/key-encryption.js';
import { listenAddress } from './checks/listen-address.js';
import { nodeVersion } from './checks/node-version.js';
import { port } from './checks/port.js';
import { proxyVariables } from './checks/proxy-variables.js';
import { running } from './checks/running.js';
import { runtimes } from './checks/runtimes.js';
import { sinks } from './checks/sinks.js';
import { staleState } from './checks/stale-state.js';
import { systemStore } from './checks/system-store.js';
import { upstream } from './checks/upstream.js';

/** All checks in the order in which they are run and shown: the machine, the installation, what it watches. */
export const checks: readonly Check[] = [
  nodeVersion,
  clock,
  diskSpace,
  configuration,
  configSmells,
  fileModes,
  keyEncryption,
  caExpiry,
  systemStore,
  staleState,
  running,
  listenAddress,
  port,
  upstream,
  sinks,
  proxyVariables,
  runtimes,
  directRoute,
  hostTraffic,
];
