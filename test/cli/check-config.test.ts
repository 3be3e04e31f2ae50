import { describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryHome } from './support/homes.js';
import { program, type Ended } from './support/program.js';

interface Checked {
  readonly valid: boolean;
  readonly problems: readonly { field: string; code: string; message: string }[];
}

function checked({ stdout }: Ended): Checked {
  return JSON.parse(stdout) as Checked;
}

describe('check-config', () => {
  test('accepts the configuration in use, and writes nothing', async () => {
    const home = temporaryHome({ httpsInspection: { enabled: true } });
    const ended = await program(['check-config'], { home });
    expect(ended).toEqual({ exitCode: 0, stdout: `OK: ${home.configFile} is valid.`, stderr: '' });
    expect(readdirSync(home.path)).toEqual(['config.json']);
  });

  test('accepts that there is none, and makes no state folder', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'tg-'));
    try {
      const ended = await program(['check-config', '--home', join(parent, 'none')]);
      expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('defaults') as unknown });
      expect(existsSync(join(parent, 'none'))).toBe(false);
    } finally {
      rmSync(parent, { recursive: true });
    }
  });

  test('names the field of a path that no system takes, which would fail only at the start', async () => {
    const home = temporaryHome({ logDir: 'log\0', watch: { envFiles: ['.env\0'] }, trustedCaFiles: ['\0'] });
    const { valid, problems } = checked(await program(['check-config', '--json'], { home }));
    expect(valid).toBe(false);
    expect(problems.map(({ field }) => field).sort()).toEqual(['logDir', 'trustedCaFiles.0', 'watch.envFiles.0']);
  });

  test('names every problem with field and remedy', async () => {
    const home = temporaryHome({ mode: 'block', listn: { port: 1 }, maxScanBytes: 5 });
    const forPeople = await program(['check-config'], { home });
    expect(forPeople.exitCode).toBe(2);
    expect(forPeople.stdout.split('\n')).toHaveLength(4);
    expect(forPeople.stdout).toContain('"listn" is not a known key. Did you mean "listen"?');
    const asJson = await program(['check-config', '--json'], { home });
    expect(asJson).toMatchObject({ exitCode: 2, stderr: '' });
    const { valid, problems } = checked(asJson);
    expect(valid).toBe(false);
    expect(problems.map(({ field }) => field).sort()).toEqual(['listn', 'maxScanBytes', 'mode']);
  });

  test('checks variables under their names, together with the file', async () => {
    const home = temporaryHome({ listn: 1 });
    const env = { NANOCLAW_TRAFFIC_GUARDIAN_MODE: 'block', NANOCLAW_TRAFFIC_GUARDIAN_MAX_SCAN_BYTES: 'many' };
    const { problems } = checked(await program(['check-config', '--json'], { home, env }));
    expect(problems.map(({ field }) => field).sort()).toEqual([
      'NANOCLAW_TRAFFIC_GUARDIAN_MAX_SCAN_BYTES',
      'NANOCLAW_TRAFFIC_GUARDIAN_MODE',
      'listn',
    ]);
  });

  test('reads a named file, standard input, and the file of --config', async () => {
    const home = temporaryHome({});
    const other = join(home.path, 'other.json');
    writeFileSync(other, '{"mode":"detect"}');
    expect(await program(['check-config', other], { home })).toMatchObject({ exitCode: 0 });
    expect(await program(['check-config', '--config', other], { home })).toMatchObject({ exitCode: 0 });
    expect(await program(['check-config', '-'], { home, input: '{"mode":"detect"}' })).toMatchObject({ exitCode: 0 });
    const broken = await program(['check-config', '-', '--json'], {
      home,
      input: '{"upstreamProxy": "http://u:pa55@h',
    });
    expect(broken.exitCode).toBe(2);
    expect(checked(broken).problems).toMatchObject([{ code: 'config.not_json' }]);
    expect(broken.stdout).not.toContain('pa55');
  });

  test('a named file that is not there is an error', async () => {
    const ended = await program(['check-config', '/nonexistent/x.json', '--json']);
    expect(ended.exitCode).toBe(2);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'config.unreadable' } });
  });

  test.each(['check-config', 'run', 'start'])(
    '%s refuses a named file that is not there: defaults in its place would watch less without a word',
    async (command) => {
      const home = temporaryHome({});
      const named = await program([command, '--config', '/nonexistent/x.json', '--json'], { home });
      const byVariable = await program([command, '--json'], {
        home,
        env: { NANOCLAW_TRAFFIC_GUARDIAN_CONFIG: '/nonexistent/x.json' },
      });
      for (const { exitCode, stdout } of [named, byVariable]) {
        expect(exitCode).toBe(2);
        expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'config.unreadable' } });
      }
    },
  );

  test.each(['run', 'start', 'findings'])(
    '%s refuses an invalid configuration whole, before it does anything',
    async (command) => {
      const home = temporaryHome({ mode: 'block' });
      const ended = await program([command, '--json'], { home });
      expect(ended.exitCode).toBe(2);
      expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'config.invalid' } });
      expect(readdirSync(home.path)).toEqual(['config.json']);
    },
  );
});
