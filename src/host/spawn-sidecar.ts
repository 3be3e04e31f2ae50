import { execa } from 'execa';
import { passedOn } from '../sidecar/passed-on.js';
import { confinementFlags } from './confinement.js';

/**
 * Node cannot set its own limits. The shell does, then becomes Node: same process id, same channel. A system that does
 * not know the limit goes on without; the sidecar looks for itself and status says how it is.
 */
const WITHOUT_CORE_DUMPS = 'ulimit -c 0 2>/dev/null; umask 077; exec "$@"';

/**
 * `--expose-gc` is for src/sidecar/memory-at-rest.ts. V8 collects garbage with four helper threads, for which there is no
 * processor where the relay needs it most: both heaps are small, and each collection waits for helpers that wait for their
 * turn. Measured on two processors: uploads a tenth to a fifth faster without them, 1 ms instead of 3 at the 99th
 * percentile of small requests beside large ones.
 */
export const V8_OPTIONS = ['--expose-gc', '--single-threaded-gc'];

/**
 * What glibc is told about its heap. Left alone it makes an arena for every thread and keeps what a start frees: reading,
 * parsing and compiling a program take tens of megabytes for a moment. Measured: 28 MB less at rest with a limit of 1 MB, 4
 * to 6 more with 256 KB, and no difference in processor time that this machine can tell; with 128 KB a transfer takes a
 * tenth more, because the heap grows and shrinks with its every burst. Other C libraries do not know these names
 * (https://www.gnu.org/software/libc/manual/html_node/Memory-Allocation-Tunables.html).
 */
const ALLOCATOR = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '262144',
  MALLOC_TRIM_THRESHOLD_: '262144',
};

/**
 * Node asks the system's resolver in its thread pool, in half of the threads at most, and a name that nobody answers for
 * takes one for ten seconds: with the usual four, two such names of one agent hold up every other connection. A thread at
 * rest takes some kilobytes (https://docs.libuv.org/en/v1.x/threadpool.html).
 */
const THREADS = { UV_THREADPOOL_SIZE: '64' };

/**
 * Starts a sidecar process with an IPC channel; when the channel breaks, the sidecar ends by itself.
 *
 * @param confined Under Node's permission model, where this runtime has it.
 */
export function spawnSidecar(program: string, env: Readonly<Record<string, string | undefined>>, confined: boolean) {
  const flags = confined ? confinementFlags(program, env) : [];
  return execa('/bin/sh', ['-c', WITHOUT_CORE_DUMPS, 'sh', process.execPath, ...V8_OPTIONS, ...flags, program], {
    ipc: true,
    reject: false,
    extendEnv: false,
    env: { ...passedOn(env), ...ALLOCATOR, ...THREADS },
    stdin: 'ignore',
    stdout: 'ignore',
    // What nobody may miss, such as a full disk, is said there once.
    stderr: 'inherit',
  });
}

export type SidecarProcess = ReturnType<typeof spawnSidecar>;
