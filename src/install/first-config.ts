import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { dirname, relative, sep } from 'node:path';
import { bridgeAddresses } from '../nanoclaw/gateway.js';
import { configFileIn } from '../nanoclaw/place.js';
import { readConfig } from '../sidecar/config.js';
import type { Config } from '../sidecar/config.generated.js';
import { DEFAULT_PORT } from '../sidecar/settings.js';
import { GuardianError } from '../text/guardian-error.js';
import { sayingsOf } from '../validation/validator.js';
import type { Change } from './change.js';

export interface FirstConfigOptions {
  /** Whether HTTPS is to be opened with our own CA: the operator's choice. */
  readonly inspectHttps: boolean;
  /** Address to listen on; undefined for what fits this machine. */
  readonly listen: string | undefined;
}

/**
 * The configuration that an installation begins with. One that is there already is the operator's and stays as it is.
 *
 * On Linux, containers reach the host at the address of Docker's bridge; elsewhere Docker takes them to loopback.
 *
 * @throws GuardianError `cli.usage.options` when the address is none: the host could not start with it.
 */
export function firstConfig(root: string, { inspectHttps, listen }: FirstConfigOptions): Change[] {
  const path = configFileIn(root);
  if (existsSync(path)) return [];
  const host = listen ?? (platform() === 'linux' ? bridgeAddresses()[0] : undefined) ?? '127.0.0.1';
  const config: Config = {
    enabled: true,
    listen: { host, port: DEFAULT_PORT },
    proxyUrl: `http://host.docker.internal:${DEFAULT_PORT}`,
    httpsInspection: { enabled: inspectHttps },
  };
  const checked = readConfig({ text: JSON.stringify(config), home: dirname(path), env: {} });
  if (!checked.ok) {
    throw new GuardianError({ code: 'cli.usage.options', args: { problems: sayingsOf(checked.problems) } });
  }
  const after = Buffer.from(`${JSON.stringify(config, null, 2)}\n`, 'utf8');
  return [{ file: relative(root, path).split(sep).join('/'), before: undefined, after, isPrivate: true }];
}
