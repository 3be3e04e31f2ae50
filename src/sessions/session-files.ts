import { opendir, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../text/unknown-error.js';
import type { SessionPlace } from './places.js';

/** Why something that lies among transcripts is not read. */
export type LeftOut = 'link' | 'special' | 'too_many' | 'too_deep' | 'changed';

/** A file to read, or one that is not read. */
export type FoundSession =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'left-out'; readonly path: string; readonly reason: LeftOut }
  | { readonly kind: 'unreadable'; readonly path: string; readonly code: string };

/** Sub-agents have their transcripts two folders below a project's. */
const MAX_DEPTH = 6;
/** Entries of one place that are looked at: containers write there, and could fill it. */
const MAX_ENTRIES = 20_000;

/** NanoClaw 2.1 moves a transcript that grew too long aside as `<session>.jsonl.rotated-<ms>`. */
const NAMES: Readonly<Record<SessionPlace['kind'], RegExp>> = {
  transcript: /\.jsonl(?:\.rotated-\d{1,16})?$/,
  archive: /\.md$/,
};

/** The transcripts or archives of a place, in a stable order. No link is followed. */
export async function* sessionFilesIn(place: SessionPlace): AsyncGenerator<FoundSession> {
  const budget = { entries: MAX_ENTRIES };
  yield* below(place.folder, NAMES[place.kind], 0, budget);
}

async function* below(
  path: string,
  wanted: RegExp,
  depth: number,
  budget: { entries: number },
): AsyncGenerator<FoundSession> {
  try {
    const found = await lstat(path);
    // Also of the folder of a place itself, which is a container's as well.
    if (found.isSymbolicLink()) {
      if (depth === 0 || wanted.test(path)) yield { kind: 'left-out', path, reason: 'link' };
    } else if (found.isDirectory()) {
      if (depth > MAX_DEPTH) yield { kind: 'left-out', path, reason: 'too_deep' };
      else yield* inside(path, wanted, depth, budget);
    } else if (wanted.test(path)) {
      // Pipes and devices hold no text, and reading one might never end.
      yield found.isFile() ? { kind: 'file', path } : { kind: 'left-out', path, reason: 'special' };
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    // Sessions come and go while NanoClaw runs, and a group without any has no folder.
    if (code !== 'ENOENT') yield { kind: 'unreadable', path, code };
  }
}

async function* inside(
  folder: string,
  wanted: RegExp,
  depth: number,
  budget: { entries: number },
): AsyncGenerator<FoundSession> {
  const names: string[] = [];
  let tooMany = false;
  for await (const { name } of await opendir(folder)) {
    tooMany = budget.entries-- <= 0;
    if (tooMany) break;
    names.push(name);
  }
  for (const name of names.sort()) yield* below(join(folder, name), wanted, depth + 1, budget);
  if (tooMany) yield { kind: 'left-out', path: folder, reason: 'too_many' };
}
