import { describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FindingsJournal } from '../../src/findings/journal/journal.js';
import { languages } from '../../src/text/locale/languages.js';
import { recorded } from '../findings/samples.js';
import { englishLeft, NOT_LATIN } from '../support/english-left.js';
import { temporaryHome, type Home } from './support/homes.js';
import { launch, program } from './support/program.js';

/** Everything that an operator reads of a Guardian that runs. */
const COMMANDS = [
  ['status'],
  ['findings'],
  ['findings', '--incidents'],
  ['digest'],
  ['doctor'],
  ['setup', '--step', 'preflight'],
  ['setup', '--step', 'proof'],
  ['agents'],
  ['audit'],
  ['watch'],
  ['check-config'],
  ['reload'],
  ['findings', '--cursor', 'abc'],
  ['findings', '--limit', '0', '--pattern', 'Not A Pattern'],
  ['pause', '--for', '15m', '--reason', 'x'],
  ['status'],
] as const;

/** A Guardian with something to tell of: findings that make an incident, and a configuration that was refused. */
async function eventful(): Promise<Home> {
  const home = temporaryHome();
  const journal = await FindingsJournal.open({ folder: join(home.path, 'log', 'findings') });
  const timestamp = (seconds: number): string => new Date(Date.now() - 60_000 + seconds * 1000).toISOString();
  const inbound = { direction: 'inbound', threat_type: 'INJECTION', pattern: 'reverse_shell' } as const;
  journal.append(recorded(1, { ...inbound, timestamp: timestamp(1) }));
  journal.append(recorded(2, { timestamp: timestamp(2) }));
  await journal.close();
  return home;
}

describe('every language, in all that an operator reads', () => {
  test.each(languages.filter(({ tag }) => tag !== 'en').map(({ tag }) => tag))(
    '%s',
    async (locale) => {
      const home = await eventful();
      const guardian = launch(['run'], { home });
      await guardian.says(/127\.0\.0\.1:\d+/);
      writeFileSync(home.configFile, JSON.stringify({ listn: 1, maxScanBytes: 'much' }));
      const left: string[] = [];
      for (const command of COMMANDS) {
        const { stdout, stderr } = await program([...command, '--locale', locale], { home });
        expect(stdout + stderr).not.toBe('');
        // Said once, when anything at all stands in English.
        expect(stderr).not.toContain('--locale en');
        const words = (NOT_LATIN as readonly string[]).includes(locale) ? englishLeft(stdout + stderr) : [];
        left.push(...words.map((sentence) => `${command.join(' ')}: ${sentence}`));
      }
      expect(left).toEqual([]);
    },
    120_000,
  );
});
