import type { Socket } from 'node:net';

/** Counts the client connections of each agent group, so that one group cannot take them all. */
export class AgentConnections {
  readonly #limit: number;
  readonly #open = new Map<string, number>();
  /** Which group a connection was counted for; a connection counts once, however many requests it carries. */
  readonly #counted = new WeakMap<Socket, string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts a connection until it closes. Returns false, and counts nothing, when the group has reached its limit. */
  take(agent: string, socket: Socket): boolean {
    if (this.#counted.get(socket) === agent) return true;
    const open = this.#open.get(agent) ?? 0;
    if (open >= this.#limit) return false;
    this.#open.set(agent, open + 1);
    this.#counted.set(socket, agent);
    socket.once('close', () => this.#release(agent));
    return true;
  }

  #release(agent: string): void {
    const open = (this.#open.get(agent) ?? 1) - 1;
    if (open === 0) this.#open.delete(agent);
    else this.#open.set(agent, open);
  }
}
