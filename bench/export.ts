// What reports and exports of a large journal take: time and the most memory, each in a process of its own.
//   npm run build && node build/bench/export.js [findings ...]        default: 10000 1000000
import { execa } from 'execa';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatNames } from '../src/export/formats.js';
import { START, writeLargeJournal } from './large-journal.js';

const totals = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10_000, 1_000_000];
const program = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));
const since = new Date(START).toISOString();

/** Says the most memory that the process had, in KiB, when it ends. */
const PEAK = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => process._rawDebug('peak ' + process.resourceUsage().maxRSS));",
)}`;

async function measure(home: string, name: string, args: readonly string[], file: string): Promise<void> {
  const begun = performance.now();
  const { stderr } = await execa(process.execPath, ['--import', PEAK, program, ...args], {
    env: { NANOCLAW_TRAFFIC_GUARDIAN_HOME: home },
    stdout: { file },
    buffer: { stdout: false },
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const peak = Math.round(Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024);
  const written = (statSync(file).size / 1e6).toFixed(1);
  console.log(
    `  ${name.padEnd(12)} ${seconds.padStart(7)} s  ${String(peak).padStart(5)} MB at most, wrote ${written} MB`,
  );
}

for (const total of totals) {
  const home = mkdtempSync(join(tmpdir(), 'tg-export-bench-'));
  try {
    const folder = join(home, 'log', 'findings');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await writeLargeJournal(folder, total);
    console.log(`${total} findings`);
    for (const format of formatNames.split(', ')) {
      await measure(home, format, ['findings', '--format', format, '--since', since], join(home, 'out'));
    }
    const page = join(home, 'report.html');
    await measure(home, 'report', ['report', '--html', page, '--since', since], join(home, 'out'));
    console.log(`  the page has ${(statSync(page).size / 1e6).toFixed(1)} MB`);
  } finally {
    rmSync(home, { recursive: true });
  }
}
