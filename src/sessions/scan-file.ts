import { basename } from 'node:path';
import type { Detector } from '../detect/detector.js';
import { archivePassages } from './archive.js';
import { EntryTime } from './entry-time.js';
import type { SessionFinding } from './fold.js';
import type { Passage } from './passage.js';
import type { SessionPlace } from './places.js';
import { findingsIn, sourceName } from './session-finding.js';
import type { Opened } from './open-inside.js';
import { TranscriptReader } from './transcript-entry.js';
import { transcriptLines } from './transcript-lines.js';

/** A file that is open, where it belongs, and from where on it is looked at. */
export interface SessionFile {
  readonly place: SessionPlace;
  readonly path: string;
  readonly opened: Extract<Opened, { kind: 'open' }>;
  /** First byte that was not looked at before. */
  readonly from: number;
}

/** A step forward in a file. */
export interface Step {
  /** Everything before this byte has been looked at. */
  readonly offset: number;
  readonly findings: readonly SessionFinding[];
  /** Lines that are no transcript's, or too long. */
  readonly malformed: number;
}

export interface ScanFileOptions {
  readonly detector: Detector;
  /** What happened before is passed over, in ms since 1970. */
  readonly since: number;
  /** ms since 1970. */
  readonly now: number;
}

/** Bytes of one file that are looked at in one scan; the next one goes on behind them. A container can make files of any size. */
export const MAX_BYTES_A_SCAN = 256 * 1024 * 1024;
/** NanoClaw's archives have some hundred kilobytes at most. */
const MAX_ARCHIVE_BYTES = 16 * 1024 * 1024;

/** Looks at what is new in a file, step by step. @throws the system error. */
export function scanFile(file: SessionFile, options: ScanFileOptions): AsyncGenerator<Step> {
  return file.place.kind === 'archive' ? scanArchive(file, options) : scanTranscript(file, options);
}

async function* scanTranscript(
  { place, path, opened, from }: SessionFile,
  { detector, since, now }: ScanFileOptions,
): AsyncGenerator<Step> {
  const reader = new TranscriptReader();
  const time = new EntryTime(opened.mtimeMs, now);
  const source = sourceName(basename(path));
  const to = Math.min(opened.size, from + MAX_BYTES_A_SCAN);
  for await (const line of transcriptLines(opened.handle, from, to)) {
    if (line.kind === 'too-long') {
      yield { offset: line.end, findings: [], malformed: 1 };
      continue;
    }
    const isEmpty = line.bytes.length === 0;
    const entry = isEmpty ? undefined : reader.read(line.bytes);
    // Its rest may be written at this moment. A whole object is whole: no beginning of one is one.
    if (entry === undefined && !line.complete) continue;
    const at = time.next(entry?.time);
    const passages = at < since ? [] : (entry?.passages ?? []);
    const where = { agent: place.agent, source, time: new Date(at).toISOString() };
    yield {
      offset: line.end,
      findings: found(passages, (passage) => findingsIn(passage, where, detector), false),
      malformed: entry === undefined && !isEmpty ? 1 : 0,
    };
  }
}

/** An archive is written once and whole; one that changed is read again from its beginning. */
async function* scanArchive(
  { place, path, opened }: SessionFile,
  { detector, since, now }: ScanFileOptions,
): AsyncGenerator<Step> {
  const at = Math.min(opened.mtimeMs, now);
  const bytes = Buffer.alloc(Math.min(opened.size, MAX_ARCHIVE_BYTES));
  const { bytesRead } = await opened.handle.read(bytes, 0, bytes.length, 0);
  const passages = at < since ? [] : archivePassages(bytes.toString('utf8', 0, bytesRead));
  const where = { agent: place.agent, source: sourceName(basename(path)), time: new Date(at).toISOString() };
  yield {
    offset: opened.size,
    findings: found(passages, (passage) => findingsIn(passage, where, detector), true),
    malformed: opened.size > MAX_ARCHIVE_BYTES ? 1 : 0,
  };
}

function found(
  passages: readonly Passage[],
  look: (passage: Passage) => ReturnType<typeof findingsIn>,
  isRepetition: boolean,
): SessionFinding[] {
  return passages.flatMap(look).map((finding) => ({ finding, isRepetition }));
}
