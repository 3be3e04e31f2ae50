import { Program } from '../stage/program.js';

/** What it takes to have all rules of both directions ready. */
export interface LoadedRules {
  /** Of processor time, from nothing loaded to a detector that scans, modules included. */
  readonly milliseconds: number;
  /** Memory that the compiled rules hold. */
  readonly megabytes: number;
  /** The same once every rule has met its examples, so that its automata are built. */
  readonly usedMegabytes: number;
}

const TIMEOUT_MS = 60_000;

/** Loads the rules in new processes, one after the other. */
export async function measureLoad(rounds: number): Promise<LoadedRules[]> {
  const loads: LoadedRules[] = [];
  for (let round = 0; round < rounds; round++) {
    const program = Program.start(new URL('./programs/load.js', import.meta.url), {});
    try {
      loads.push(await program.ask<LoadedRules>(undefined, TIMEOUT_MS));
    } finally {
      await program.stop();
    }
  }
  return loads;
}
