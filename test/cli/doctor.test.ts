import { describe, expect, test } from '@jest/globals';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryHome } from './support/homes.js';
import { program } from './support/program.js';

interface Report {
  readonly result: string;
  readonly checks: { code: string; result: string; details: { code: string; message: string; remedy?: string }[] }[];
}

describe('doctor', () => {
  test('shows each check with its result and what to do; the exit code is that of the worst', async () => {
    const home = temporaryHome();
    chmodSync(home.configFile, 0o600);
    const forPeople = await program(['doctor'], { home });
    expect(forPeople).toMatchObject({ exitCode: 5, stderr: '' });
    expect(forPeople.stdout).toMatch(/^warn {2}running {10}it is not running\n +Run "traffic-guardian start"\./m);
    expect(forPeople.stdout).toMatch(/^ok {4}config /m);

    writeFileSync(home.configFile, '{"listen": {"prot": 1}}');
    const asJson = await program(['doctor', '--json'], { home });
    expect(asJson.exitCode).toBe(1);
    const { result, checks } = JSON.parse(asJson.stdout) as Report;
    expect(result).toBe('fail');
    expect(checks.find(({ code }) => code === 'config')).toMatchObject({
      result: 'fail',
      details: [{ code: 'doctor.config.invalid', message: expect.stringContaining('listen.prot') as unknown }],
    });
  });

  test('looks at the variables of a container, and refuses what is none', async () => {
    const home = temporaryHome();
    const file = join(home.path, 'env');
    // What stands in a container's variables is for its programs, not for this one.
    const itsOwn = [
      'PATH=/bin',
      'NODE_OPTIONS=--require /app/tracing.cjs',
      'NANOCLAW_TRAFFIC_GUARDIAN_HOME=/app/state',
    ];
    writeFileSync(file, itsOwn.join('\n'), { mode: 0o600 });
    const { exitCode, stdout } = await program(['doctor', '--variables', file, '--json'], { home });
    expect(exitCode).toBe(1);
    const { checks } = JSON.parse(stdout) as Report;
    expect(checks.find(({ code }) => code === 'proxy_variables')?.result).toBe('fail');
    const absent = await program(['doctor', '--variables', join(home.path, 'none'), '--json'], { home });
    expect(absent.exitCode).toBe(1);
    expect(JSON.parse(absent.stdout)).toMatchObject({ error: { code: 'doctor.no_env_file' } });
    expect((await program(['doctor', '--pid', 'x'], { home })).exitCode).toBe(2);
    expect((await program(['doctor', '--pid', '4194305'], { home })).exitCode).toBe(1);
  });
});
