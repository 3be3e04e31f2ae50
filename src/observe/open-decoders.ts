import { OpenPlaces } from './open-places.js';

/** Why something is not decoded when no place is free. */
export const TOO_MANY_DECODERS = 'too many compressed bodies at a time';

/**
 * Decoders of bodies under way and of WebSockets, on this thread. Each keeps some 40 KB for as long as its body or WebSocket
 * takes. A connection of HTTP/2 has as many of them as its server allows, so that what bounds connections does not bound
 * them: a hundred each on forty connections took 560 MB. Those of bodies that have ended are for `unpacking` to bound.
 */
export const openDecoders = new OpenPlaces(1_000, 4_000);
