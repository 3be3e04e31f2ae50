import { Console } from 'node:console';

/**
 * Has what libraries log go to standard error: standard output is read by programs, as JSON or as MCP. The client of NATS, for
 * one, logs a broker's greeting that it cannot read.
 */
export function keepOutputClean(): void {
  globalThis.console = new Console(process.stderr, process.stderr);
}
