import type { Socket } from 'node:net';

/** The client connections of each agent group: counted, so that one group cannot take them all, and closed at once. */
export class AgentConnections {
  /** Most connections of one group. A lower one closes none that is open. */
  limit: number;
  readonly #open = new Map<string, Set<Socket>>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /**
   * Counts a connection until it closes; one counts once for a group, however many requests it carries. Returns false,
   * and counts nothing, when the group has reached its limit.
   */
  take(agent: string, socket: Socket): boolean {
    const open = this.#open.get(agent) ?? new Set<Socket>();
    if (open.has(socket)) return true;
    if (open.size >= this.limit) return false;
    this.#open.set(agent, open.add(socket));
    socket.on('close', () => {
      open.delete(socket);
      if (open.size === 0 && this.#open.get(agent) === open) this.#open.delete(agent);
    });
    return true;
  }

  /** Open connections by group; groups without any are not there. */
  counts(): ReadonlyMap<string, number> {
    return new Map([...this.#open].map(([agent, open]) => [agent, open.size]));
  }

  /**
   * Closes every connection of a group by a reset, because an orderly end could pass for the end of an answer. Returns
   * how many there were.
   */
  closeAll(agent: string): number {
    const open = [...(this.#open.get(agent) ?? [])];
    for (const socket of open) socket.resetAndDestroy();
    return open.length;
  }
}
