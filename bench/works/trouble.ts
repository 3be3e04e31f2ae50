import { startRelay, type Relay } from '../contestants/relay.js';
import type { AuthorityFiles } from '../stage/authority.js';
import type { Origins } from '../stage/origins.js';
import { again } from './again.js';
import type { Work } from './work.js';

const STATES = {
  'observer-healthy': 'the observer does its work',
  'observer-stalled': 'the observer stands still from the start of each slice on',
  'observer-killed': 'the observer is killed four times a second',
} as const;

type State = keyof typeof STATES;

const KILL_EVERY_MS = 250;

/** One proxy for each state, so that none is still recovering when its turn comes. */
export async function startTroubled(origins: Origins, authority: AuthorityFiles): Promise<Relay[]> {
  return Promise.all(
    Object.entries(STATES).map(([name, description]) => startRelay(name, description, 'observer', origins, authority)),
  );
}

/** Some of the works again, with an observer that works, one that stands still, and one that dies again and again. */
export function troubleWorks(relays: readonly Relay[], works: readonly Work[]): Work[] {
  const named = (state: State): Relay | undefined => relays.find(({ name }) => name === state);
  return again(works, {
    prefix: 'trouble',
    title: 'detector stalled or killed',
    baseline: 'observer-healthy' satisfies State,
    states: Object.keys(STATES),
    onStart: (contestant) => {
      if (contestant.name === named('observer-stalled')?.name) named('observer-stalled')?.disturb('stall');
      if (contestant.name !== named('observer-killed')?.name) return () => undefined;
      const kill = (): void => named('observer-killed')?.disturb('die');
      kill();
      const timer = setInterval(kill, KILL_EVERY_MS);
      return () => clearInterval(timer);
    },
  });
}
