import { describe, expect, test } from '@jest/globals';
import { version } from '../../src/sidecar/version.js';
import { program } from './support/program.js';

const commands = [
  'run',
  'start',
  'stop',
  'status',
  'findings',
  'digest',
  'agents',
  'ca',
  'audit',
  'posture',
  'check-config',
  'watch',
  'canary',
  'suppress',
  'demo',
  'setup',
  'mcp',
  'reload',
  'pause',
  'resume',
  'metrics',
  'scan-sessions',
  'doctor',
  'install',
  'uninstall',
];
const grouped = [
  ...['list', 'url', 'env', 'revoke'].map((name) => ['agents', name]),
  ...['show', 'create', 'export', 'bundle', 'rotate', 'doctor', 'trust-instructions'].map((name) => ['ca', name]),
  ...['show', 'verify'].map((name) => ['audit', name]),
  ...['new', 'list', 'revoke'].map((name) => ['canary', name]),
  ...['list', 'remove'].map((name) => ['suppress', name]),
  ['posture', 'verify'],
];

describe('help', () => {
  test.each([...commands.map((name) => [name]), ...grouped])(
    '%s %s explains itself, with examples and exit codes',
    async (...words) => {
      const { exitCode, stdout, stderr } = await program([...words, '--help']);
      const command = words.join(' ');
      expect(exitCode).toBe(0);
      expect(stderr).toBe('');
      expect(stdout).toContain(`Usage: traffic-guardian ${command}`);
      expect(stdout).toMatch(new RegExp(`Examples:\\n(?:.*\\n)*?.*traffic-guardian ${command}`));
      expect(stdout).toMatch(/Exit codes:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 .*\n {2}4 /);
      for (const option of ['--home', '--config', '--json']) expect(stdout).toContain(option);
    },
  );

  test('of a command in a group does not name the options of the group', async () => {
    const { stdout } = await program(['suppress', 'list', '--help']);
    for (const option of ['--reason', '--until', '--pattern', '--host']) expect(stdout).not.toContain(option);
  });

  test('names every command but the hidden one, and what to call without one', async () => {
    const { exitCode, stdout } = await program(['--help']);
    expect(exitCode).toBe(0);
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    expect(stdout).not.toContain('supervise');
    expect(await program([])).toMatchObject({ exitCode: 2, stdout });
  });

  test('has a version', async () => {
    expect(await program(['--version'])).toMatchObject({ exitCode: 0, stdout: version });
  });
});

describe('wrong usage', () => {
  test.each([
    ['an unknown command', ['findngs'], 'cli.usage.unknown_command_guess', 'Did you mean "findings"?'],
    ['an unknown option', ['findings', '--sinc', '3d'], 'cli.usage.unknown_option_guess', 'Did you mean --since?'],
    [
      'an option of another command',
      ['status', '--since', '24h'],
      'cli.usage.unknown_option',
      'There is no option --since here. See',
    ],
    ['a missing value', ['findings', '--limit'], 'cli.usage.missing_value', '--limit'],
    ['an unknown command of a group', ['ca', 'shwo'], 'cli.usage.unknown_command_guess', 'Did you mean "ca show"?'],
    [
      'an unknown option of a group',
      ['ca', 'rotate', '--dro', 'x'],
      'cli.usage.unknown_option_guess',
      'Did you mean --drop?',
    ],
    [
      'an option of the group behind a command',
      ['suppress', 'list', '--until', '9d'],
      'cli.usage.unknown_option',
      '--until',
    ],
    ['a missing argument', ['agents', 'url'], 'cli.usage.missing_argument', '"name"'],
    ['a reason that says nothing', ['pause', '--for', '15m', '--reason', ' '], 'cli.usage.options', '"--reason"'],
    ['a missing option', ['pause', '--for', '15m'], 'cli.usage.missing_option', '--reason'],
    [
      'an unknown command of canaries',
      ['canary', 'lsit'],
      'cli.usage.unknown_command_guess',
      'Did you mean "canary list"?',
    ],
    ['a name that is none', ['agents', 'env', 'a b'], 'cli.usage.agent_name', 'letters'],
    ['an argument too many', ['status', 'now'], 'cli.usage.too_many_arguments', 'more arguments'],
    [
      'an option that does not go with another',
      ['findings', '--incidents', '--severity', 'high'],
      'cli.usage.conflict',
      '--incidents and --severity do not go together',
    ],
    [
      'a format for what has none',
      ['findings', '--incidents', '--format', 'csv'],
      'cli.usage.conflict',
      '--incidents and --format',
    ],
    [
      'following up to an end',
      ['findings', '--follow', '--until', '1h'],
      'cli.usage.conflict',
      '--follow and --until do not go together',
    ],
    [
      'a value that is no choice',
      ['run', '--log-level', 'loud'],
      'cli.usage.choice',
      '--log-level takes one of fatal, ',
    ],
    ['no command', [], 'cli.usage.no_command', '--help'],
  ])('%s is answered with what to do, exit code 2, and as JSON when asked', async (_, args, code, words) => {
    const asJson = await program([...args, '--json']);
    expect(asJson.exitCode).toBe(2);
    expect(JSON.parse(asJson.stdout)).toEqual({ error: { code, message: expect.stringContaining(words) as unknown } });
    if (args.length === 0) return;
    const forPeople = await program(args);
    expect(forPeople).toMatchObject({ exitCode: 2, stdout: '' });
    expect(forPeople.stderr).toContain(words);
  });

  test('a value that was typed into the wrong place is not repeated', async () => {
    const { stderr, exitCode } = await program(['status', '--token=hunter2-secret']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--token');
    expect(stderr).not.toContain('hunter2');
  });
});
