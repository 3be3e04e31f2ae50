import { describe, expect, test } from '@jest/globals';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { FindingsJournal } from '../../src/findings/journal/journal.js';
import { recorded, temporaryFolder } from '../findings/samples.js';
import { temporaryHome, type Home } from './support/homes.js';
import { MAIN, program } from './support/program.js';
import { run } from '../support/run.js';

async function homeWithFindings(): Promise<Home> {
  const home = temporaryHome();
  const journal = await FindingsJournal.open({ folder: join(home.path, 'log', 'findings') });
  journal.append(recorded(1, { timestamp: new Date().toISOString() }));
  journal.append(recorded(2, { timestamp: '2020-01-01T00:00:00.000Z' }));
  await journal.close();
  return home;
}

describe('report', () => {
  test('writes one file for its owner alone, about the last week', async () => {
    const home = await homeWithFindings();
    const file = join(temporaryFolder(), 'report.html');
    const ended = await program(['report', '--html', file, '--json'], { home });
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(ended.stdout)).toEqual({ file, findings: 1 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(file))).toEqual(['report.html']);
    const page = readFileSync(file, 'utf8');
    expect(page.slice(0, 15)).toBe('<!doctype html>');
    expect(page.includes('AKIA‹16›')).toBe(true);
    expect(page.includes('"first":1577836800000')).toBe(false);
  });

  test('says how many damaged lines are missing in it, as exports do', async () => {
    const home = await homeWithFindings();
    appendFileSync(join(home.path, 'log', 'findings', 'findings.jsonl'), '{"half a line\nnothing\n');
    const ended = await program(['report', '--html', join(temporaryFolder(), 'report.html')], { home });
    expect(ended).toMatchObject({ exitCode: 0, stderr: '2 damaged lines of the journal were left out.' });
  });

  test('says which folder is not there or takes no files, and names no other file', async () => {
    const home = await homeWithFindings();
    const folder = temporaryFolder();
    const file = join(folder, 'absent', 'report.html');
    const absent = await program(['report', '--html', file], { home });
    expect(absent).toMatchObject({ exitCode: 1 });
    expect(absent.stderr).toBe(
      `${file} cannot be written: its folder is not there. Make the folder, or name a file elsewhere.`,
    );
    writeFileSync(join(folder, 'absent'), 'a file');
    expect((await program(['report', '--html', file], { home })).stderr).toBe(absent.stderr);
    if (process.platform !== 'linux') return;
    const closed = await program(['report', '--html', '/sys/report.html'], { home });
    expect(closed.stderr).toMatch(
      /^\/sys\/report\.html cannot be written: its (?:folder takes no files of|file system takes no writes)/,
    );
  });

  test('replaces a file that is there, its mode too', async () => {
    const home = await homeWithFindings();
    const file = join(temporaryFolder(), 'report.html');
    writeFileSync(file, 'old', { mode: 0o644 });
    expect((await program(['report', '--html', file, '--since', '10000d'], { home })).exitCode).toBe(0);
    expect(readFileSync(file, 'utf8').includes('"first":1577836800000')).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('follows no link, leaves what it points to alone, and replaces no folder', async () => {
    const home = await homeWithFindings();
    const folder = temporaryFolder();
    const [target, link, nowhere] = [join(folder, 'target'), join(folder, 'link'), join(folder, 'nowhere')];
    writeFileSync(target, 'kept');
    symlinkSync(target, link);
    symlinkSync(join(folder, 'absent'), nowhere);
    for (const [file, code] of [
      [link, 'report.link'],
      [nowhere, 'report.link'],
      [folder, 'report.not_a_file'],
    ]) {
      const ended = await program(['report', '--html', file!, '--json'], { home });
      expect(ended.exitCode).toBe(1);
      expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code } });
    }
    expect(readFileSync(target, 'utf8')).toBe('kept');
    expect(existsSync(join(folder, 'absent'))).toBe(false);
  });

  test('says what is wrong with its options', async () => {
    const home = await homeWithFindings();
    const file = join(temporaryFolder(), 'report.html');
    const refused = async (...args: string[]): Promise<unknown> => {
      const { exitCode, stdout } = await program(['report', '--json', ...args], { home });
      expect(exitCode).toBe(2);
      return (JSON.parse(stdout) as { error: { code: string } }).error.code;
    };
    expect(await refused()).toBe('cli.usage.report_html');
    expect(await refused('--html', file, '--since', 'tomorrow')).toBe('cli.usage.time');
    expect(await refused('--html', file, '--since', '2099-01-01')).toBe('cli.usage.time');
    expect(await refused('--html', file, '--locale', 'not a tag')).toBe('cli.usage.locale');
    expect(existsSync(file)).toBe(false);
  });

  test('--open hands the file to what opens pages, and says so when that fails', async () => {
    const home = await homeWithFindings();
    const folder = temporaryFolder();
    const [file, opened, opener] = [
      join(folder, '-page.html'),
      join(folder, 'opened'),
      join(folder, 'bin', 'xdg-open'),
    ];
    mkdirSync(dirname(opener));
    writeFileSync(opener, `#!/bin/sh\nprintf '%s' "$1" > '${opened}'\n`);
    chmodSync(opener, 0o755);
    // What opens pages has this name where neither macOS nor Windows run.
    if (process.platform === 'darwin' || process.platform === 'win32') return;
    const env = { PATH: `${dirname(opener)}${delimiter}${process.env['PATH'] ?? ''}` };
    expect((await program(['report', '--html', file, '--open'], { home, env })).exitCode).toBe(0);
    expect(readFileSync(opened, 'utf8')).toBe(file);
    writeFileSync(opener, '#!/bin/sh\nexit 3\n');
    const failed = await program(['report', '--html', file, '--open', '--json'], { home, env });
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain('report.open_failed');
  });

  test('works as it is installed, with nothing but its own files', async () => {
    const home = await homeWithFindings();
    const file = join(temporaryFolder(), 'report.html');
    const { exitCode } = await run({ reject: false })(process.execPath, [
      MAIN,
      '--home',
      home.path,
      'report',
      '--html',
      file,
    ]);
    expect(exitCode).toBe(0);
    expect(readFileSync(file, 'utf8').includes('/*! uplot ')).toBe(true);
  });
});
