/** Stands between texts that are looked at together: no rule's match reaches over a line end and a control character. */
export const BARRIER = '\n\x01\n';

/** The same as bytes. */
export const BARRIER_BYTES: Uint8Array = Buffer.from(BARRIER);
