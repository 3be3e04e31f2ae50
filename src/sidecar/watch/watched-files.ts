import { parse } from 'dotenv';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { WatchFingerprints } from '../../detect/watch/fingerprints.js';
import { piecesOfFile, piecesOfValue, type SecretPiece } from '../../detect/watch/secret-pieces.js';
import { MAX_ENTRIES, type WatchEntry } from '../../detect/watch/watch-entry.js';
import { notWorthWatching, type NotWatched } from '../../detect/watch/worth-watching.js';
import { codeOf } from '../../text/unknown-error.js';
import { valuesWithHash } from './hash-values.js';

/** Which files hold secrets of this installation. */
export interface WatchSettings {
  /** Files of `NAME=value` lines. */
  readonly envFiles: readonly string[];
  /** Files of any form: keys, JSON, INI, netrc, lists. */
  readonly files: readonly string[];
  /** Hosts to which a secret goes by right, as globs, by the name of its variable or file. */
  readonly homes: Readonly<Record<string, readonly string[]>>;
}

/** Every file that is read for secrets, of either kind. */
export function filesOfWatch({ envFiles, files }: Pick<WatchSettings, 'envFiles' | 'files'>): readonly string[] {
  return [...envFiles, ...files];
}

/** Something that is not watched for, without showing it. */
export interface Refused {
  readonly file: string;
  /** The variable; for a file of another form, the file's own name. */
  readonly name: string;
  readonly reason: NotWatched | 'too_many' | 'no_text';
}

/** A file that could not be read, with the system's code. */
export interface Unreadable {
  readonly file: string;
  readonly code: string;
}

/** What the files gave. */
export interface WatchedFiles {
  readonly entries: readonly WatchEntry[];
  readonly refused: readonly Refused[];
  readonly unreadable: readonly Unreadable[];
}

/** A larger file is a data set, not a secret. */
const MAX_FILE_BYTES = 1024 * 1024;

/** A secret is known as it is and in two mirrors. */
const ENTRIES_OF_ONE = 3;

/**
 * Reads the files and keeps nothing of them but fingerprints. Of a value that is not worth watching for, its name and
 * the reason are told; of the many words in a file of another form only when nothing in it is.
 */
export function readWatchedFiles(settings: WatchSettings, fingerprintKey: Buffer): WatchedFiles {
  const fingerprints = new WatchFingerprints(fingerprintKey);
  const entries = new Map<string, WatchEntry>();
  const refused: Refused[] = [];
  const unreadable: Unreadable[] = [];
  const take = (file: string, name: string, { text, name: called }: SecretPiece): Refused['reason'] | undefined => {
    const reason = notWorthWatching(called, text);
    if (reason !== undefined) return reason;
    if (entries.size + ENTRIES_OF_ONE > MAX_ENTRIES) return 'too_many';
    const expectedHosts = settings.homes[name] ?? [];
    for (const entry of fingerprints.entriesOf(Buffer.from(text, 'utf8'), { kind: 'secret', name, expectedHosts })) {
      if (!entries.has(entry.digest)) entries.set(entry.digest, entry);
    }
    return undefined;
  };
  const read = (file: string, use: (bytes: Buffer) => void): void => {
    try {
      const stat = statSync(file);
      // A device or a pipe may never end, and nobody would get an answer until it did.
      if (!stat.isFile() && !stat.isDirectory()) unreadable.push({ file, code: 'EINVAL' });
      else if (stat.size > MAX_FILE_BYTES) unreadable.push({ file, code: 'EFBIG' });
      else use(readFileSync(file));
    } catch (error) {
      unreadable.push({ file, code: codeOf(error) ?? 'UNKNOWN' });
    }
  };
  for (const file of settings.envFiles) {
    read(file, (bytes) => {
      const values = parse(bytes);
      const withHash = valuesWithHash(bytes.toString('utf8'), values);
      for (const [name, value] of Object.entries(values)) {
        if (value === '') continue;
        const pieces = [value, withHash.get(name) ?? value].flatMap((reading) => piecesOfValue(name, reading));
        const reasons = pieces.map((piece) => take(file, name, piece));
        const [first] = reasons;
        if (first !== undefined && reasons.every((reason) => reason !== undefined)) {
          refused.push({ file, name, reason: first });
        }
      }
    });
  }
  for (const file of settings.files) {
    read(file, (bytes) => {
      const name = basename(file);
      const pieces = piecesOfFile(bytes);
      const reasons = pieces.map((piece) => take(file, name, piece));
      if (reasons.some((reason) => reason === undefined)) return;
      refused.push({
        file,
        name,
        reason: reasons.length === 1 ? reasons[0]! : pieces.length === 0 ? 'no_text' : 'too_regular',
      });
    });
  }
  return { entries: [...entries.values()], refused, unreadable };
}
