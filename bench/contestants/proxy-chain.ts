import { readFileSync } from 'node:fs';
import type { Origins } from '../stage/origins.js';
import { Program } from '../stage/program.js';
import { proxyRoute, type Contestant } from './contestant.js';

/** proxy-chain alone: everything, plain HTTP too, goes through a CONNECT tunnel that nobody looks into. */
export async function startTunnel(origins: Origins): Promise<Contestant> {
  const program = Program.start(new URL('./programs/proxy-chain.js', import.meta.url), {});
  const { port } = await program.ask<{ port: number }>(undefined, 10_000);
  return {
    name: 'tunnel',
    description: `proxy-chain ${version()} alone, CONNECT tunnels`,
    role: 'tunnel',
    pids: [program.pid],
    route: (target) => proxyRoute(target, port, origins.authority.authority.certificatePem, { tunnelAll: true }),
    stop: () => program.stop(),
  };
}

function version(): string {
  const file = new URL('../package.json', import.meta.resolve('proxy-chain'));
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
