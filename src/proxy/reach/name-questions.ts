/** Every address of a name, in the resolver's order. Rejects with the system's error when there is none. */
export type LookUp = (name: string) => Promise<readonly { address: string; family: number }[]>;

/** Who asks. */
export interface Asker {
  readonly agent: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/**
 * Questions of one agent group that may be under way. The system's resolver answers some thirty at a time (see THREADS in
 * `src/host/spawn-sidecar.ts`), and a name that nobody answers for takes one of these places for ten seconds: a hundred of
 * them had other groups wait for half a minute.
 */
const AT_ONCE = 8;

/** What the resolver is asked: a name once, however many wait for it, and no more by one agent group than is its share. */
export class NameQuestions {
  readonly #lookUp: LookUp;
  readonly #asked = new Map<string, ReturnType<LookUp>>();
  readonly #places = new Map<string, Places>();

  constructor(lookUp: LookUp) {
    this.#lookUp = lookUp;
  }

  /** The addresses of a name. Rejects also when its turn has not come while somebody waited for them. */
  async ask(name: string, { agent, signal }: Asker): ReturnType<LookUp> {
    const asked = this.#asked.get(name);
    if (asked !== undefined) return asked;
    const places = this.#places.get(agent) ?? new Places();
    this.#places.set(agent, places);
    if (!places.take() && !(await places.wait(signal))) throw new Error('nobody waits for it any more');
    // Others may have asked for it meanwhile.
    const answer = this.#asked.get(name) ?? this.#begin(name);
    return answer.finally(() => places.give());
  }

  #begin(name: string): ReturnType<LookUp> {
    const answer = this.#lookUp(name).finally(() => this.#asked.delete(name));
    this.#asked.set(name, answer);
    return answer;
  }
}

/** The places of one agent group. */
class Places {
  #taken = 0;
  /** Those that wait for one, in the order in which they came; told whether they have got it. */
  readonly #waiting = new Set<(hasPlace: boolean) => void>();

  /** Takes a place if one is free. */
  take(): boolean {
    if (this.#taken >= AT_ONCE) return false;
    this.#taken++;
    return true;
  }

  /** Waits for a place. @returns false when the signal came first. */
  wait(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (hasPlace: boolean): void => {
        this.#waiting.delete(settle);
        signal.removeEventListener('abort', giveUp);
        resolve(hasPlace);
      };
      const giveUp = (): void => settle(false);
      this.#waiting.add(settle);
      if (signal.aborted) giveUp();
      else signal.addEventListener('abort', giveUp);
    });
  }

  /** Gives a place back: to the one that has waited longest. */
  give(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#taken--;
    else next(true);
  }
}
