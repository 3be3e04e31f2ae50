import { describe, expect, test } from '@jest/globals';
import { readOptions, WrongUsage } from '../../bench/options.js';

describe('the options of the benchmark', () => {
  test('a quick run has fewer rounds, and what is said wins over it', () => {
    const full = readOptions([]);
    const quick = readOptions(['--quick', '--rounds', '9', '--only', 'get16,memory', '--no-peers', '--json']);
    expect(full).toMatchObject({ quick: false, only: [], json: false, peers: true });
    expect(quick).toMatchObject({ only: ['get16', 'memory'], json: true, peers: false, pace: { rounds: 9 } });
  });

  test.each([[['--rounds', '0']], [['--slice', 'long']], [['--fast']], [['surplus']]])('refuses %j', (args) => {
    expect(() => readOptions(args)).toThrow(WrongUsage);
  });
});
