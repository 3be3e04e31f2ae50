import { chmodSync } from 'node:fs';
import { pino, type Logger } from 'pino';

/**
 * The sidecar's own log, one JSON object a line, readable by its owner alone. Nothing that came from traffic is given to
 * it but host names and ports.
 */
export function openLog(file: string, level: string): Logger {
  // Synchronous: a line that is not on disk when the process dies is the one that would have said why.
  const destination = pino.destination({ dest: file, mkdir: true, sync: true });
  try {
    chmodSync(file, 0o600);
  } catch {
    // Created a moment later by the first line; the folder is private all the same.
  }
  destination.on('error', () => undefined);
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}
