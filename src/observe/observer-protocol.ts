import type { ClosedFlow } from './observed-flows.js';
import type { RingMemory } from './ring/layout.js';

/** What an observer's thread is started with; `program` belongs to whoever composed the program that runs there. */
export interface ObserverStart {
  readonly ring: RingMemory;
  readonly program: unknown;
}

/** Whether a thread was started by an `Observer`. */
export function isObserverStart(data: unknown): data is ObserverStart {
  if (typeof data !== 'object' || data === null || !('ring' in data) || !('program' in data)) return false;
  const { ring } = data;
  return typeof ring === 'object' && ring !== null && 'control' in ring && 'records' in ring && 'skip' in ring;
}

/** What an observer's thread says. Everything in it is already redacted. */
export type ObserverMessage =
  | { readonly kind: 'ready' }
  /** Flows that ended, by number, with what was seen of each. */
  | { readonly kind: 'flows'; readonly flows: readonly ClosedFlow[] }
  /** Something of the composed program, such as detections. */
  | { readonly kind: 'program'; readonly message: unknown }
  /** Everything that was in the ring has been looked at; the answer to a drain request. */
  | { readonly kind: 'drained' };

/** What an observer's thread is told, beside the ring. */
export type ObserverRequest =
  | { readonly kind: 'drain' }
  /** The ring holds what a thread that sleeps waits for. */
  | { readonly kind: 'wake' }
  | { readonly kind: 'program'; readonly message: unknown };
