import type { Said } from '../text/said.js';
import { isRecord } from './record.js';

/** Longest code and sentence taken, in characters. */
const MAX_CODE = 100;
const MAX_MESSAGE = 4_000;

/** A message in a document of another process that was not checked; undefined when there is none in it. */
export function saidIn(document: unknown): Said | undefined {
  if (!isRecord(document)) return undefined;
  const { code, message, args } = document;
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  const said = { code: code.slice(0, MAX_CODE), message: message.slice(0, MAX_MESSAGE) };
  return isRecord(args) ? { ...said, args } : said;
}
