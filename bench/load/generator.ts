import { Program } from '../stage/program.js';
import type { Job, JobResult, LoadAnswer } from './job.js';

/** Opening a thousand connections through a slow contestant takes a while. */
const PREPARE_TIMEOUT_MS = 60_000;

/** A load process, seen from the benchmark. */
export class LoadGenerator {
  #program = startProgram();

  /** Ends the process, whatever it is at, and starts another one. */
  async restart(): Promise<void> {
    await this.#program.stop();
    this.#program = startProgram();
  }

  /** @throws Error when the contestant refused, or what came back was not what must come. */
  async prepare(job: Job): Promise<void> {
    await this.#ask({ kind: 'prepare', job }, PREPARE_TIMEOUT_MS);
  }

  async run(timeoutMs: number): Promise<JobResult> {
    const answer = await this.#ask({ kind: 'go' }, timeoutMs);
    if (answer.kind !== 'result') throw new Error('a load process answered out of turn');
    return answer.result;
  }

  async end(): Promise<void> {
    await this.#ask({ kind: 'end' }, 10_000);
  }

  async stop(): Promise<void> {
    await this.#program.stop();
  }

  async #ask(request: object, timeoutMs: number): Promise<LoadAnswer> {
    const answer = await this.#program.ask<LoadAnswer>(request, timeoutMs);
    if (answer.kind === 'failed') throw new Error(answer.reason);
    return answer;
  }
}

function startProgram(): Program {
  return Program.start(new URL('./main.js', import.meta.url), {});
}
