import type { Contestant } from '../contestants/contestant.js';
import type { Job } from '../load/job.js';
import type { Origins } from '../stage/origins.js';

/** How long and how often: the difference between a quick run and a full one. */
export interface Pace {
  readonly sliceMs: number;
  readonly rounds: number;
  /** Peers are far from the Guardian and slow to measure; they take part in so many of the rounds. */
  readonly peerRounds: number;
}

/** Something that contestants are given to do, by turns. */
export interface Work {
  readonly name: string;
  readonly title: string;
  /** `rate`: how much is done in a time; `delay`: how long each one takes. */
  readonly measures: 'rate' | 'delay';
  /** What rates and processor time are given for. */
  readonly unit: 'request' | 'megabyte';
  /** Whether a quick run has it. */
  readonly quick: boolean;
  /** Name of the contestant that all are compared with. */
  readonly baseline: string;
  /** Loads of each contestant are longer by this factor, for what needs many samples. */
  readonly longer?: number;
  takesPart(contestant: Contestant): boolean;
  /** One job for each load process that is used; `background` ones are not measured. */
  jobs(contestant: Contestant, origins: Origins, sliceMs: number): readonly WorkJob[];
  /** Called when the clock starts; what it returns is called when the slice is over. */
  onStart?(contestant: Contestant): () => void;
}

export interface WorkJob {
  readonly job: Job;
  readonly background?: boolean;
}

/** One contestant in one round of one work. */
export interface Slice {
  readonly contestant: string;
  readonly round: number;
  readonly count: number;
  /** Units a second. */
  readonly rate: number;
  /** Processor seconds of the contestant for each unit; undefined for the direct way. */
  readonly processor: number | undefined;
  /** The same for its busiest thread: what bounds its rate on a machine with processors to spare. */
  readonly thread: number | undefined;
  /** Microseconds. */
  readonly p50: number | undefined;
  readonly p99: number | undefined;
  /** Share of one core that the busiest load process used, and the busiest thread of the contestant. */
  readonly loadShare: number;
  readonly threadShare: number;
  /** Shares of the machine. */
  readonly idleShare: number;
  readonly stealShare: number;
  /** What was used by none of the contestant, the origin and the load. */
  readonly otherShare: number;
  readonly resumedShare: number;
}

/** A contestant that failed at a work. */
export interface Failed {
  readonly contestant: string;
  readonly reason: string;
}

export interface WorkResult {
  readonly name: string;
  readonly title: string;
  readonly measures: Work['measures'];
  readonly unit: Work['unit'];
  readonly baseline: string;
  readonly slices: readonly Slice[];
  /** Peers that could not do it. A failure of any other contestant ends the run. */
  readonly failed: readonly Failed[];
}
