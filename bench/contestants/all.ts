import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../src/text/unknown-error.js';
import { writeAuthority, type AuthorityFiles } from '../stage/authority.js';
import type { Origins } from '../stage/origins.js';
import { startBareRelay } from './bare-relay.js';
import type { Contestant, LeftOut } from './contestant.js';
import { direct } from './direct.js';
import { startGuardian, type Guardian, type GuardianOptions } from './guardian.js';
import { startMitmproxy } from './mitmproxy.js';
import { startPackagePeer } from './package-peers.js';
import { startTunnel } from './proxy-chain.js';
import { startRelay } from './relay.js';
import { startSquid } from './squid.js';

/** All that take part in a run, started. */
export interface Field {
  readonly contestants: readonly Contestant[];
  readonly leftOut: readonly LeftOut[];
  readonly guardian: Guardian;
  /** The authority that peers and relays sign with. */
  readonly authority: AuthorityFiles;
  stop(): Promise<void>;
}

export interface FieldOptions {
  readonly folder: string;
  readonly origins: Origins;
  readonly peers: boolean;
  readonly profileFolder?: string | undefined;
}

/** @throws Error when one of those fails to start that no run can do without. */
export async function startField({ folder: parent, origins, peers, profileFolder }: FieldOptions): Promise<Field> {
  const folder = join(parent, 'field');
  mkdirSync(folder);
  const authority = await writeAuthority(folder, 'peers');
  const ours = (options: Pick<GuardianOptions, 'name' | 'description' | 'inspect' | 'config'>): Promise<Guardian> =>
    startGuardian({ ...options, folder, origins, profileFolder });
  const contestants: Contestant[] = [direct(origins)];
  const leftOut: LeftOut[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(contestants.map((contestant) => contestant.stop()));
  };
  try {
    contestants.push(await startTunnel(origins));
    contestants.push(await startBareRelay(origins, authority, folder));
    contestants.push(
      await ours({ name: 'guardian-closed', description: 'the Guardian, HTTPS not opened', inspect: false }),
    );
    contestants.push(
      await startRelay('guardian-unwatched', 'the Guardian, HTTPS opened, no observer', 'none', origins, authority),
    );
    const reading = 'the Guardian, HTTPS opened, an observer that reads and detects nothing';
    contestants.push(await startRelay('guardian-undetected', reading, 'reader', origins, authority));
    const description = 'the Guardian, HTTPS opened, full detection';
    const guardian = await ours({ name: 'guardian', description, inspect: true });
    contestants.push(guardian);
    contestants.push(
      await ours({
        name: 'guardian-deep',
        description: `${description}, scan limit 64 MiB instead of 1 MiB (downloads only)`,
        inspect: true,
        config: { maxScanBytes: 64 * 1024 * 1024 },
      }),
    );
    if (peers) {
      const starts = {
        squid: () => startSquid(origins, authority, folder),
        'http-mitm-proxy': () => startPackagePeer('http-mitm-proxy', origins, authority, folder),
        mockttp: () => startPackagePeer('mockttp', origins, authority, folder),
        mitmproxy: () => startMitmproxy(origins, authority, folder),
      };
      for (const [name, start] of Object.entries(starts)) {
        const peer = await start().catch((error: unknown) => ({ name, reason: messageOf(error) }));
        if ('reason' in peer) leftOut.push(peer);
        else contestants.push(peer);
      }
    }
    return { contestants, leftOut, guardian, authority, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
