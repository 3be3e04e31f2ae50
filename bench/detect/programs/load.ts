// Loads all rules out of one file in a process of its own, and tells how long that took and what they hold.
import { pathToFileURL } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import type { Detector as DetectorClass } from '../../../src/detect/detector.js';
import type { Rule } from '../../../src/detect/rule.js';
import { collectGarbage } from '../../measure/collect-garbage.js';
import type { LoadedRules } from '../load.js';
import { processorMs } from '../processor-time.js';

interface Bundle {
  readonly catalogue: readonly Rule[];
  readonly Detector: typeof DetectorClass;
}

const { file } = JSON.parse(process.argv[2] ?? '{}') as { file: string };

/** Milliseconds that went into collecting garbage, which are not loading. */
let collecting = 0;
const begun = processorMs();
const { catalogue, Detector } = (await import(pathToFileURL(file).href)) as Bundle;
const modules = await held();
const detector = new Detector(catalogue, Buffer.alloc(32, 7));
const milliseconds = processorMs() - begun - collecting;
const compiled = (await held()) - modules;
// Automata are built when a text first needs them: this needs all of them.
for (const { direction, examples } of catalogue) {
  for (const text of [...examples.fires, ...examples.silent]) {
    const context = { direction, location: 'body', host: 'stranger.invalid', secure: true } as const;
    detector.scan(context, Buffer.from(text), () => undefined);
  }
}
const used = (await held()) - modules;
const answer: LoadedRules = { milliseconds, megabytes: compiled / 1e6, usedMegabytes: used / 1e6 };
process.send?.(answer, () => process.disconnect());

/**
 * Bytes on and off the heap that something still refers to. Buffers that nothing refers to are freed beside the program, and
 * some only with the next collection.
 */
async function held(): Promise<number> {
  let least = Infinity;
  for (;;) {
    const from = processorMs();
    collectGarbage();
    await setTimeout(20);
    collecting += processorMs() - from;
    const { heapUsed, external } = process.memoryUsage();
    if (heapUsed + external > 0.999 * least) return least;
    least = heapUsed + external;
  }
}
