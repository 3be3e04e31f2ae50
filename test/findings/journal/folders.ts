import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedFinding } from '../../../src/findings/finding.js';
import { FindingsJournal, type JournalOptions } from '../../../src/findings/journal/journal.js';
import type { JournalEvent } from '../../../src/findings/journal/journal-event.js';
import { FindingsReader } from '../../../src/findings/journal/query/reader.js';
import { START, temporaryFolder } from '../samples.js';

/** A journal in a temporary folder, with what it reported and a clock that stands still. */
export async function openJournal(options: Partial<JournalOptions> = {}) {
  const folder = options.folder ?? join(temporaryFolder(), 'journal');
  const events: JournalEvent[] = [];
  const time = { now: START };
  const settings = { folder, report: (event: JournalEvent) => events.push(event), clock: () => time.now, ...options };
  const journal = await FindingsJournal.open(settings);
  return { folder, events, time, journal, reader: new FindingsReader(folder) };
}

/** Appends and waits until it is on disk. */
export async function write(journal: FindingsJournal, ...findings: readonly RecordedFinding[]): Promise<void> {
  for (const finding of findings) journal.append(finding);
  await journal.flush();
}

/** The findings files of a journal in the order they were written, the current one last. */
export function filesIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  return names.sort((a, b) => Number(a === 'findings.jsonl') - Number(b === 'findings.jsonl') || (a < b ? -1 : 1));
}

/** All lines on disk, oldest first, parsed; throws when one is not JSON or is torn. */
export function linesIn(folder: string): RecordedFinding[] {
  return filesIn(folder).flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    if (text !== '' && !text.endsWith('\n')) throw new Error(`${name} is torn`);
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as RecordedFinding);
  });
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
