import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { runProgram } from '../../src/cli/program.js';
import { languages } from '../../src/text/locale/languages.js';
import { englishLeft, NOT_LATIN } from '../support/english-left.js';
import { eventfulHome } from './support/eventful-home.js';
import type { Home } from './support/homes.js';
import { environmentOf, launch } from './support/program.js';

/** What an operator reads of a Guardian that runs, in the order in which it is asked for. */
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
  ['resume'],
] as const;

/** Everything that the program writes, in this process: seventeen commands in eleven languages are many to start. */
async function written(args: readonly string[], home: Home): Promise<string> {
  const chunks: string[] = [];
  const take = (chunk: unknown): boolean => chunks.push(String(chunk)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(take));
  try {
    await runProgram(args, environmentOf(home));
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return chunks.join('');
}

const read = new Map<string, string[]>();

beforeAll(async () => {
  // Each run of the program listens for readers that went away.
  for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0);
  const home = await eventfulHome();
  const guardian = launch(['run'], { home });
  await guardian.says(/127\.0\.0\.1:\d+/);
  // With a configuration that is refused, there are warnings to be read too.
  writeFileSync(home.configFile, JSON.stringify({ listn: 1, maxScanBytes: 'much' }));
  for (const { tag } of languages) {
    const texts: string[] = [];
    for (const command of COMMANDS) texts.push(await written([...command, '--locale', tag], home));
    read.set(tag, texts);
  }
}, 400_000);

describe('every language, in all that an operator reads', () => {
  test.each(languages.filter(({ tag }) => tag !== 'en').map(({ tag }) => tag))('%s lacks nothing', (tag) => {
    const texts = read.get(tag) ?? [];
    expect(texts).toHaveLength(COMMANDS.length);
    for (const text of texts) {
      expect(text).not.toBe('');
      // Said once, when anything at all stands in English.
      expect(text).not.toContain('--locale en');
    }
  });

  test.each(NOT_LATIN)('%s has no English sentence in it', (tag) => {
    const left = (read.get(tag) ?? []).flatMap((text, index) =>
      englishLeft(text).map((sentence) => `${COMMANDS[index]?.join(' ') ?? ''}: ${sentence}`),
    );
    expect(left).toEqual([]);
  });
});
