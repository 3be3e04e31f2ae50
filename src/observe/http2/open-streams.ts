import { OpenPlaces } from '../open-places.js';

/**
 * Streams of HTTP/2 that are read at a time, on this thread. Each keeps some 20 KB while it is open, and up to 64 KB of either
 * body. Servers commonly allow a hundred or a thousand on a connection; one that belongs to an attacker allows any number.
 */
export const openStreams = new OpenPlaces(2_000, 8_000);
