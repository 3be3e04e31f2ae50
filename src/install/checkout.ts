import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { GuardianError } from '../text/guardian-error.js';
import { generations } from './generations.js';
import type { Generation, Seam } from './seams.js';

/** A NanoClaw checkout, and the shape that was recognised in it. */
export interface Checkout {
  readonly root: string;
  readonly generation: Generation;
}

/** How a shape compares with a checkout. */
interface Comparison {
  readonly generation: Generation;
  readonly missing: readonly Seam[];
}

/**
 * Recognises the shape of a checkout by its seams.
 *
 * @throws GuardianError `install.not_nanoclaw` when there is nothing of NanoClaw there, `install.unknown_shape` with what
 *   was missing for the shape that comes closest.
 */
export function recognise(root: string): Checkout {
  if (!existsSync(join(root, 'package.json')) || !existsSync(join(root, 'src/container-runner.ts'))) {
    // NanoClaw of the gateway seam starts containers elsewhere; its barrel of modules tells.
    if (!existsSync(join(root, 'src/modules/index.ts'))) {
      throw new GuardianError({ code: 'install.not_nanoclaw', args: { folder: root } });
    }
  }
  const comparisons = generations.map((generation) => compare(root, generation));
  const matching = comparisons.find(({ missing }) => missing.length === 0);
  if (matching !== undefined) return { root, generation: matching.generation };
  const closest = comparisons.reduce((best, each) => (share(each) < share(best) ? each : best));
  const list = closest.missing.map(({ file, what }) => `- ${file}: ${what}`).join('\n');
  throw new GuardianError({
    code: 'install.unknown_shape',
    args: { folder: root, like: closest.generation.name, list },
  });
}

/** The share of seams that are missing. */
function share({ generation, missing }: Comparison): number {
  return missing.length / generation.seams.length;
}

function compare(root: string, generation: Generation): Comparison {
  return { generation, missing: generation.seams.filter((seam) => !isThere(root, seam)) };
}

function isThere(root: string, { file, pattern }: Seam): boolean {
  const path = join(root, file);
  if (!(statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)) return false;
  return pattern === undefined || pattern.test(readFileSync(path, 'utf8'));
}
