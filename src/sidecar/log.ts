import { pino, type Logger } from 'pino';
import type { BoundedLog } from './bounded-log.js';

/**
 * The sidecar's own log, one JSON object a line, readable by its owner alone. Nothing that came from traffic is given to
 * it but host names and ports.
 */
export function openLog(destination: BoundedLog, level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}
