import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../text/unknown-error.js';
import { validatorOf } from '../validation/validator.js';
import type { ChainHead } from './line.js';
import { TO_READ } from './open-to-read.js';

/**
 * Where the chain stands, beside it: without this, lines cut off at the end would leave a chain that looks whole. It is
 * written after the lines it speaks of, so it may lag behind them after a crash and is never ahead.
 */
export const HEAD_FILE = 'head.json';

/** Enough for every safe integer, so that the file keeps its length and is overwritten in one piece. */
const SEQ_WIDTH = 16;

const validate = validatorOf<ChainHead>({
  type: 'object',
  additionalProperties: false,
  required: ['seq', 'hash'],
  properties: { seq: { type: 'integer', minimum: 0 }, hash: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
});

export type HeadFile =
  { readonly kind: 'head'; readonly head: ChainHead } | { readonly kind: 'absent' } | { readonly kind: 'damaged' };

/** @throws the system error when it is there and cannot be read. */
export async function readHeadFile(folder: string): Promise<HeadFile> {
  let text: string;
  try {
    text = await readFile(join(folder, HEAD_FILE), { encoding: 'utf8', flag: TO_READ });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { kind: 'absent' };
    throw error;
  }
  try {
    const checked = validate(JSON.parse(text));
    return checked.ok ? { kind: 'head', head: checked.value } : { kind: 'damaged' };
  } catch {
    return { kind: 'damaged' };
  }
}

/** @throws the system error. */
export async function writeHeadFile(folder: string, { seq, hash }: ChainHead): Promise<void> {
  const text = `{"seq":${String(seq).padStart(SEQ_WIDTH)},"hash":"${hash}"}\n`;
  // In place, less than a sector and of equal length each time: it is the old one or the new one. 'r+' creates nothing.
  const path = join(folder, HEAD_FILE);
  const handle = await open(path, 'r+').catch(() => open(path, 'w', 0o600));
  try {
    await handle.write(text, 0);
    await handle.truncate(text.length);
  } finally {
    await handle.close();
  }
}
