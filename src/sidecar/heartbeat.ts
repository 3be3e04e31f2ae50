/** How often a sidecar gives a sign of life, in milliseconds. */
const BEAT_MS = 1_000;

/** A sign of life, as whoever watches over a sidecar gets it. */
export interface Beat {
  readonly kind: 'alive';
}

/**
 * Tells the process that watches over this one, again and again, that the event loop turns: who relays also beats. While
 * nobody reads, beats are left out rather than kept.
 */
export function beatForever(): void {
  let isTaken = true;
  const beat: Beat = { kind: 'alive' };
  setInterval(() => {
    if (!process.connected || !isTaken) return;
    isTaken = false;
    process.send?.(beat, undefined, undefined, () => (isTaken = true));
  }, BEAT_MS).unref();
}
