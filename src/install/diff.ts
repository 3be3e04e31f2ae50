import { createHash } from 'node:crypto';
import { createTwoFilesPatch } from 'diff';
import type { Change } from './change.js';

/** A change as it is shown. */
export interface ShownChange {
  readonly file: string;
  readonly action: 'create' | 'edit' | 'delete';
  /** Size and SHA-256 of the file afterwards; of the deleted file when it goes. */
  readonly bytes: number;
  readonly sha256: string;
  /** Unified diff; absent for bundled programs, of which the sum says everything that a person can check. */
  readonly diff?: string;
}

/** Bundles and what belongs to them: thousands of lines that nobody reads. */
const BUNDLED = /\.(?:m?js|map)$|\/(?:LICENSES\.txt|files\.json|skill\.json)$/;

export function shownChange({ file, before, after }: Change): ShownChange {
  const action = before === undefined ? 'create' : after === undefined ? 'delete' : 'edit';
  const content = after ?? before ?? Buffer.alloc(0);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const shown = { file, action, bytes: content.length, sha256 } as const;
  if (BUNDLED.test(file)) return shown;
  const from = before === undefined ? '/dev/null' : `a/${file}`;
  const to = after === undefined ? '/dev/null' : `b/${file}`;
  const patch = createTwoFilesPatch(from, to, before?.toString('utf8') ?? '', after?.toString('utf8') ?? '');
  // The library's first line is a rule that neither git nor patch needs.
  return { ...shown, diff: patch.replace(/^=+\n/, '') };
}
