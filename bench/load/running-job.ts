import type { JobResult } from './job.js';

/** A job that is prepared: connections are open and warm. */
export interface RunningJob {
  /** Runs it to its end. */
  run(): Promise<Omit<JobResult, 'processorSeconds'>>;
  /** Closes what is still open. */
  end(): void;
}

/** The first failure of many connections, as a promise that the work is raced against. */
export class Failure {
  readonly happened: Promise<never>;
  #fail: (error: Error) => void = () => undefined;

  constructor() {
    this.happened = new Promise((_resolve, reject) => (this.#fail = reject));
    this.happened.catch(() => undefined);
  }

  readonly report = (reason: string): void => this.#fail(new Error(reason));
}
