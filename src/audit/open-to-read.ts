import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { codeOf } from '../text/unknown-error.js';

/** How files of an audit log are read: opening a pipe that somebody put in the place of one does not wait for a writer. */
export const TO_READ = constants.O_RDONLY | constants.O_NONBLOCK;

/** Opens a file of an audit log for reading; undefined when there is none. @throws the system error. */
export async function openToRead(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, TO_READ);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
