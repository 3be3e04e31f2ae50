import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Collects all garbage now, so that none of it is collected while something is measured. */
export function collectGarbage(): void {
  collect();
}
