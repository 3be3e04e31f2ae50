import type { Origins } from '../stage/origins.js';
import type { Contestant } from './contestant.js';

/** No proxy: the upper bound, and the proof that neither origin nor load generator is what is measured. */
export function direct(origins: Origins): Contestant {
  return {
    name: 'direct',
    description: 'no proxy',
    role: 'direct',
    pids: [],
    route: ({ host, port, tls }) => ({
      via: 'direct',
      dial: { host, port },
      origin: { host, port },
      ...(tls ? { tlsAuthority: origins.authority.authority.certificatePem } : {}),
    }),
    stop: () => Promise.resolve(),
  };
}
