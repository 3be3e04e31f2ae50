import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from '@jest/globals';
import { startGuardian } from '../support/guardian.js';

const testOnLinux = process.platform === 'linux' ? test : test.skip;
if (process.platform !== 'linux') console.log('skipped: threads have priorities of their own on Linux alone');

const ofThread = async (status?: string): Promise<unknown> => {
  const worker = new Worker(new URL('./support/standing-back.js', import.meta.url), { workerData: status });
  return (await once(worker, 'message'))[0];
};

testOnLinux('a thread that stands back leaves the others of its process as they were', async () => {
  const before = getPriority();
  expect(await ofThread()).toEqual({ before, stands: true, behind: Math.min(19, before + 10) });
  expect(getPriority()).toBe(before);
});

testOnLinux('a thread whose number cannot be trusted, or is not told, stays as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tg-'));
  const before = getPriority();
  const own = readFileSync('/proc/thread-self/status', 'utf8');
  const statuses = { foreign: own.replace(/^Tgid:.*$/m, `Tgid:\t1${process.pid}`), strange: 'Name:\tnode\n' };
  for (const [name, text] of Object.entries(statuses)) writeFileSync(join(folder, name), text);
  for (const name of ['foreign', 'strange', 'absent']) {
    expect(await ofThread(join(folder, name))).toEqual({ before, stands: false, behind: before });
  }
});

testOnLinux('of the threads of a sidecar, the one that looks at what passes stands back alone', async () => {
  const guardian = await startGuardian();
  try {
    expect(readFileSync(`/proc/${guardian.supervisor.pid}/cmdline`, 'latin1')).toContain('permission');
    const threads = `/proc/${guardian.supervisor.pid}/task`;
    // Behind the name in brackets: the 17th field is the priority that nice(1) sets (proc(5), /proc/pid/stat).
    const nice = readdirSync(threads).map((thread) => {
      const stat = readFileSync(join(threads, thread, 'stat'), 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
    });
    const own = getPriority();
    expect(nice.filter((value) => value !== own)).toEqual([Math.min(19, own + 10)]);
  } finally {
    await guardian.remove();
  }
});
