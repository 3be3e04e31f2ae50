// A thread that stands back and tells its own priority before and behind that.
import { readlinkSync } from 'node:fs';
import { getPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { standBack } from '../../../src/observe/stand-back.js';

const own = (): number => getPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)));
const before = own();
const stands = standBack(typeof workerData === 'string' ? workerData : undefined);
parentPort?.postMessage({ before, stands, behind: own() });
