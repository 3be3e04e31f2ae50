import { constants } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../text/unknown-error.js';
import { validatorOf } from '../validation/validator.js';

/** How far a sink has come, and what became of findings on the way. All counts are since the sink exists. */
export interface Place {
  /** Opaque; of the journal. */
  readonly cursor: string;
  /** Number of the next line, see `LineNumbers`. */
  readonly line: number;
  /** Lines that the receiver has taken. */
  readonly delivered: number;
  /** Lines that it would not have. */
  readonly refused: number;
  /** Lines that retention had deleted before they could be sent. */
  readonly lost: number;
  /** Times that the place was not one of this journal, so that it was begun anew. */
  readonly resets: number;
}

const count = { type: 'integer', minimum: 0 } as const;

const checkPlace = validatorOf<Place>({
  type: 'object',
  additionalProperties: false,
  required: ['cursor', 'line', 'delivered', 'refused', 'lost', 'resets'],
  properties: {
    cursor: { type: 'string' },
    line: count,
    delivered: count,
    refused: count,
    lost: count,
    resets: count,
  },
});

/** The place that was kept. `damaged` when something was and cannot be understood. @throws the system error. */
export async function readPlace(file: string): Promise<Place | 'none' | 'damaged'> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    const checked = checkPlace(value);
    return checked.ok ? checked.value : 'damaged';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'none';
    if (error instanceof SyntaxError) return 'damaged';
    throw error;
  }
}

/** Keeps a place, down to the disk, whole or not at all. @throws the system error. */
export async function writePlace(file: string, place: Place): Promise<void> {
  const temporary = `${file}.tmp`;
  await mkdir(dirname(file), { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
  // O_DSYNC: Node's permission model forbids fsync on a descriptor.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_DSYNC;
  const handle = await open(temporary, flags, 0o600);
  try {
    await handle.write(`${JSON.stringify(place)}\n`);
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}
