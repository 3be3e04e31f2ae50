import { describe, expect, test } from '@jest/globals';
import { temporaryHome } from './support/homes.js';
import { program } from './support/program.js';
import { freshKey } from './support/traffic.js';

interface Explanation {
  readonly direction: string;
  readonly rules: readonly { readonly rule: string; readonly stage: string }[];
}

describe('explain', () => {
  test('says of each rule how far it came, without showing the text', async () => {
    const key = freshKey();
    const input = `${key} and sk-ant-api03-short`;
    const { exitCode, stdout } = await program(['explain', '--direction', 'outbound', '--json'], { input });
    expect(exitCode).toBe(0);
    const { rules } = JSON.parse(stdout) as Explanation;
    const stageOf = (name: string): string | undefined => rules.find(({ rule }) => rule === name)?.stage;
    expect(stageOf('ai_api_key.anthropic')).toBe('fired');
    expect(stageOf('ssh_key_path.any') ?? 'no_anchor').toBe('no_anchor');
    expect(stageOf('pipe_to_shell.download')).toBe('other_direction');
    expect(stdout).not.toContain(key.slice(-20));
    const forPeople = await program(['explain', '--direction', 'outbound'], { input });
    expect(forPeople.stdout).toMatch(/ai_api_key\.anthropic: fires, critical: sk-ant-api‹\d+›/);
    expect(forPeople.stdout).toMatch(/For the other direction .*pipe_to_shell\.download/);
  });

  test('as one line of JSON a direction, which its help says', async () => {
    const { stdout } = await program(['explain', '--rule', 'ai_api_key', '--json'], { input: freshKey() });
    const directions = stdout.split('\n').map((line) => (JSON.parse(line) as Explanation).direction);
    expect(directions).toEqual(['outbound', 'inbound']);
    expect((await program(['explain', '--help'])).stdout).toContain('With --json there is one line a direction.');
  });

  test('of one rule, on its way home', async () => {
    const args = ['--rule', 'ai_api_key.anthropic', '--host', 'api.anthropic.com', '--location', 'header:x-api-key'];
    const ended = await program(['explain', '-', '--direction', 'outbound', ...args], { input: freshKey() });
    expect(ended.stdout.split('\n')).toHaveLength(3);
    expect(ended.stdout).toMatch(
      /silent\n +expression 1: "sk-ant-.*" stands there; 1 place fits; 1 on the way to its own/,
    );
  });

  test('of a group that is off', async () => {
    const home = temporaryHome({ detection: { groups: { ai: false } } });
    const args = ['explain', '--direction', 'outbound', '--rule', 'ai_api_key', '--json'];
    const { rules } = JSON.parse((await program(args, { home, input: freshKey() })).stdout) as Explanation;
    expect(new Set(rules.map(({ stage }) => stage))).toEqual(new Set(['group_off']));
  });

  test.each([
    [['--rule', 'ai_api_kee'], 'cli.usage.rule'],
    [['--direction', 'up'], 'cli.usage.direction'],
    [['/nonexistent/file'], 'scan.unreadable'],
  ])('%j is refused', async (args, code) => {
    const ended = await program(['explain', ...args, '--json'], { input: 'x' });
    expect(ended.exitCode).not.toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code } });
  });
});
