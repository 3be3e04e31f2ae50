import { closeSync, readdirSync, readFileSync } from 'node:fs';
import { isPassedOn } from './passed-on.js';
import { isConfined } from './permission.js';

/** The umask of a process whose files are its owner's alone. */
export const PRIVATE = 0o077;

/** What protects the host from the sidecar, as the running process finds itself: nothing here is taken on trust. */
export interface Protections {
  /** Node's permission model: no other files than its own, no child processes, no native code. */
  readonly permissionModel: boolean;
  /** New files are for their owner alone (umask 077). */
  readonly privateFiles: boolean;
  /** A crash writes no memory to disk. */
  readonly coreDumpsOff: boolean;
  /** It was given no descriptor beside the standard ones and its channel; undefined where the system does not tell. */
  readonly descriptorsClosed: boolean | undefined;
  /** No variable of the environment but the listed ones. */
  readonly environmentReduced: boolean;
}

/** Looks at this process. To be called before it opens files of its own: what it finds open was inherited. */
export function observeProtections(env: NodeJS.ProcessEnv): Protections {
  return {
    permissionModel: isConfined(),
    privateFiles: process.umask(PRIVATE) === PRIVATE,
    coreDumpsOff: hasNoCoreDumps(),
    descriptorsClosed: noneOf(inheritedDescriptors()),
    environmentReduced: Object.keys(env).every(isPassedOn),
  };
}

function hasNoCoreDumps(): boolean {
  try {
    const line = /^Max core file size +(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return line?.[1] === '0';
  } catch {
    const report: unknown = process.report.getReport();
    return coreLimitIn(report) === 0;
  }
}

/** https://nodejs.org/api/report.html: `userLimits.core_file_size_blocks.soft` */
function coreLimitIn(report: unknown): unknown {
  let value = report;
  for (const key of ['userLimits', 'core_file_size_blocks', 'soft']) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** O_CLOEXEC in fdinfo (proc_pid_fdinfo(5)): what Node opens for itself has it, what came from elsewhere has not. */
const CLOSE_ON_EXEC = 0o2000000;
const DESCRIPTORS = '/proc/self/fdinfo';

/**
 * Closes what this process inherited beside the standard descriptors and its channel. To be called first of all: what
 * is open then and was not opened by Node came from whoever started us, and is none of our business.
 */
export function closeInheritedDescriptors(): void {
  for (const descriptor of inheritedDescriptors() ?? []) {
    try {
      closeSync(descriptor);
    } catch {
      // It was gone already.
    }
  }
}

/** Undefined on a system without /proc. */
function inheritedDescriptors(): number[] | undefined {
  try {
    return readdirSync(DESCRIPTORS)
      .map(Number)
      .filter((descriptor) => descriptor > 2 && isInherited(descriptor));
  } catch {
    return undefined;
  }
}

function isInherited(descriptor: number): boolean {
  try {
    const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`${DESCRIPTORS}/${descriptor}`, 'utf8'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    // The folder's own descriptor is closed again by now.
    return false;
  }
}

function noneOf(found: readonly number[] | undefined): boolean | undefined {
  return found === undefined ? undefined : found.length === 0;
}
