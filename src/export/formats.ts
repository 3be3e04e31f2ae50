import { cefFormat } from './cef.js';
import { csvFormat } from './csv.js';
import type { FindingFormat, Producer } from './finding-format.js';
import { jsonFormat } from './json.js';
import { jsonlFormat } from './jsonl.js';
import { ocsfFormat } from './ocsf.js';
import { sarifFormat } from './sarif.js';

/** Every format by the name that people type; each call begins a document of its own. */
export const formats = {
  json: jsonFormat,
  jsonl: jsonlFormat,
  csv: csvFormat,
  sarif: sarifFormat,
  ocsf: ocsfFormat,
  cef: cefFormat,
} as const satisfies Record<string, (producer: Producer) => FindingFormat>;

export type FormatName = keyof typeof formats;

/** The names, for messages. */
export const formatNames = Object.keys(formats).join(', ');

/** Whether a text that was typed names a format. */
export function isFormatName(text: string): text is FormatName {
  return Object.hasOwn(formats, text);
}
