import { join } from 'node:path';
import { readIfThere, writePrivateFile, type StateFolder } from '../sidecar/state-folder.js';
import { parsedJson } from '../validation/json.js';
import { validatorOf } from '../validation/validator.js';
import type { Cursor } from './cursor.js';

const validate = validatorOf<{ readonly version: 1; readonly cursors: readonly Cursor[] }>({
  type: 'object',
  additionalProperties: false,
  required: ['version', 'cursors'],
  properties: {
    version: { const: 1 },
    cursors: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'inode', 'offset', 'before'],
        properties: {
          path: { type: 'string' },
          inode: { type: 'string', pattern: '^\\d{1,20}$' },
          offset: { type: 'integer', minimum: 0 },
          before: { type: 'string', pattern: '^[0-9a-f]{32}$' },
          since: { type: 'string', format: 'date-time' },
        },
      },
    },
  },
});

/** While a scan goes on, what it has reached is written down this often, in milliseconds. */
const SAVE_EVERY_MS = 2_000;

/** How far files have been looked at, in one file of the state folder. */
export class CursorStore {
  readonly #file: string;
  readonly #byPath = new Map<string, Cursor>();
  /** As earlier scans left them. */
  readonly #byInode = new Map<string, Cursor[]>();
  readonly #seen = new Set<string>();
  #savedAt = performance.now();

  /** Reads what earlier scans wrote. A damaged file counts as none: everything is looked at again, nothing recorded twice. */
  constructor(state: StateFolder) {
    this.#file = join(state.sessions, 'cursors.json');
    const checked = validate(parsedJson(readIfThere(this.#file)));
    if (!checked.ok) return;
    for (const cursor of checked.value.cursors) {
      this.#byPath.set(cursor.path, cursor);
      const same = this.#byInode.get(cursor.inode);
      if (same === undefined) this.#byInode.set(cursor.inode, [cursor]);
      else same.push(cursor);
    }
  }

  /** Those that a file with this inode may have. */
  withInode(inode: string): readonly Cursor[] {
    return this.#byInode.get(inode) ?? [];
  }

  /** Takes a file's new cursor. What stands behind it has to be on the disk. @throws GuardianError `state.file`. */
  put(cursor: Cursor): void {
    this.#byPath.set(cursor.path, cursor);
    this.#seen.add(cursor.path);
    if (performance.now() - this.#savedAt >= SAVE_EVERY_MS) this.save();
  }

  /** A file is still there and has no news. */
  keep(path: string): void {
    this.#seen.add(path);
  }

  /** Forgets files below a folder that were not met any more: a rename gave them another path, or they are gone. */
  forgetOthersBelow(folder: string): void {
    for (const path of this.#byPath.keys()) {
      if (path.startsWith(`${folder}/`) && !this.#seen.has(path)) this.#byPath.delete(path);
    }
  }

  /** @throws GuardianError `state.file` or `state.folder`. */
  save(): void {
    writePrivateFile(this.#file, `${JSON.stringify({ version: 1, cursors: [...this.#byPath.values()] })}\n`);
    this.#savedAt = performance.now();
  }
}
