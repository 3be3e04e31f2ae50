import { join } from 'node:path';
import { FindingsJournal } from '../../../src/findings/journal/journal.js';
import { recorded } from '../../findings/samples.js';
import { temporaryHome, type Home } from './homes.js';

/** The home of a Guardian with something to tell of: two findings of the last minute that make an incident. */
export async function eventfulHome(): Promise<Home> {
  const home = temporaryHome();
  const journal = await FindingsJournal.open({ folder: join(home.path, 'log', 'findings') });
  const timestamp = (seconds: number): string => new Date(Date.now() - 60_000 + seconds * 1000).toISOString();
  const inbound = { direction: 'inbound', threat_type: 'INJECTION', pattern: 'reverse_shell' } as const;
  journal.append(recorded(1, { ...inbound, timestamp: timestamp(1) }));
  journal.append(recorded(2, { timestamp: timestamp(2) }));
  await journal.close();
  return home;
}
