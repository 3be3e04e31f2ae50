import { pino, type Logger } from 'pino';
import type { BoundedLog } from './bounded-log.js';

/**
 * The sidecar's own log, one JSON object a line, readable by its owner alone. Nothing that came from traffic is given to
 * it but host names and ports.
 */
export function openLog(destination: BoundedLog, level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}

/** The line with which a log goes on, in the form of the others, that says how many it could not write. */
export function lossLine(lost: number): string {
  const time = new Date().toISOString();
  return `${JSON.stringify({ level: pino.levels.values['warn'], time, lost, msg: 'lines were lost' })}\n`;
}
