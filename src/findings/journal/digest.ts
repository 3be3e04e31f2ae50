import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../text/unknown-error.js';
import { closedFile, CURRENT_FILE, listSequences } from './folder.js';

/** A digest of everything that a journal holds. */
export interface JournalDigest {
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Hashes the files of a journal one behind the other, the oldest first, at flat memory; what is written meanwhile to a
 * file that was begun is left out. A journal that is not there is an empty one.
 *
 * @throws the system error when a file cannot be read.
 */
export async function digestOfJournal(folder: string): Promise<JournalDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const name of await filesOf(folder)) {
    const handle = await open(join(folder, name), 'r').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (handle === undefined) continue;
    const { size } = await handle.stat();
    // The stream closes the handle.
    if (size === 0) await handle.close();
    else {
      for await (const chunk of handle.createReadStream({ start: 0, end: size - 1 })) {
        if (!(chunk instanceof Uint8Array)) continue;
        hash.update(chunk);
        bytes += chunk.length;
      }
    }
  }
  return { sha256: hash.digest('hex'), bytes };
}

async function filesOf(folder: string): Promise<string[]> {
  try {
    return [...(await listSequences(folder)).closed.map(closedFile), CURRENT_FILE];
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
