// Loads all rules in a process of its own and tells how long that took and what they hold.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { LoadedRules } from '../load.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const before = held();
const begun = performance.now();
const { catalogue } = await import('../../../src/detect/rules/catalogue.generated.js');
const { Detector } = await import('../../../src/detect/detector.js');
const detector = new Detector(catalogue, Buffer.alloc(32, 7));
const milliseconds = performance.now() - begun;
const loaded = held() - before;
// Automata are built when a text first needs them: this needs all of them.
for (const { direction, examples } of catalogue) {
  for (const text of [...examples.fires, ...examples.silent]) {
    detector.scan(
      { direction, location: 'body', host: 'stranger.invalid', secure: true },
      Buffer.from(text),
      () => undefined,
    );
  }
}
const used = held() - before;
const answer: LoadedRules = { milliseconds, megabytes: loaded / 1e6, usedMegabytes: used / 1e6 };
process.send?.(answer, () => process.disconnect());

/** Bytes on and off the heap that something still refers to. */
function held(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
