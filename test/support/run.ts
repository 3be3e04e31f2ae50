import { execa, execaSync } from 'execa';

/** Far beyond what any program here takes, in milliseconds: only one that stands still gets there, and is killed. */
const DEADLINE_MS = 60_000;

/** Runs a program to its end, as execa does. The test goes on meanwhile: its own servers can answer the program. */
export const run = execa({ timeout: DEADLINE_MS, killSignal: 'SIGKILL' });

/**
 * Runs a program while this process stands still. Only for programs that need nothing of this process: whatever asks a
 * server of the test waits for an answer that cannot come.
 */
export const runSync = execaSync({ timeout: DEADLINE_MS, killSignal: 'SIGKILL' });
