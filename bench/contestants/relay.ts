import { V8_OPTIONS } from '../../src/host/spawn-sidecar.js';
import type { AuthorityFiles } from '../stage/authority.js';
import type { Origins } from '../stage/origins.js';
import { Program } from '../stage/program.js';
import { proxyRoute, type Contestant } from './contestant.js';
import type { RelayOptions, RelayRequest } from './programs/relay.js';

/** On a machine that others keep busy, compiling the rules takes its time. */
const START_TIMEOUT_MS = 60_000;

/** The Guardian's own proxy, HTTPS opened, with another tap than the sidecar's. */
export interface Relay extends Contestant {
  /** Tells its observer to stand still or to die. */
  disturb(how: RelayRequest): void;
}

export async function startRelay(
  name: string,
  description: string,
  tap: RelayOptions['tap'],
  origins: Origins,
  authority: AuthorityFiles,
): Promise<Relay> {
  const options: RelayOptions = {
    tap,
    authority,
    trustedCaFile: origins.authority.certificateFile,
    allowHostServices: origins.addresses,
  };
  const program = Program.start(new URL('./programs/relay.js', import.meta.url), options, {
    execArgv: V8_OPTIONS,
  });
  const { port } = await program.ask<{ port: number }>(undefined, START_TIMEOUT_MS);
  const authorization = `Basic ${Buffer.from('bench:any').toString('base64')}`;
  return {
    name,
    description,
    role: 'ours',
    pids: [program.pid],
    route: (target) => proxyRoute(target, port, authority.authority.certificatePem, { authorization }),
    disturb: (request) => program.tell({ request }),
    stop: () => program.stop(),
  };
}
