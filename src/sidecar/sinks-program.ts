import { parentPort, workerData } from 'node:worker_threads';
import type { SinksStart } from '../sinks/thread/messages.js';
import { runSinks } from '../sinks/thread/run-sinks.js';
import { giveMemoryBackAtRest } from './memory-at-rest.js';

/** The thread of the sinks. */
const started: unknown = workerData;
if (parentPort === null || !isSinksStart(started)) throw new Error('sinks run in a thread of SinksThread');
giveMemoryBackAtRest();
runSinks(started, parentPort);

/** It comes from this program: its outline is enough to tell it from nothing. */
function isSinksStart(value: unknown): value is SinksStart {
  return typeof value === 'object' && value !== null && 'plans' in value && 'journal' in value && 'places' in value;
}
