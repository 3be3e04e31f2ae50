import { displayDest } from '../findings/display-dest.js';
import type { Destination } from '../proxy/destination.js';

/** A destination as it may be kept and shown: a host name can carry data, so it goes through the same mask as in findings. */
export type ShownDest = (destination: Destination) => string;

/** Where no watched secrets are known that could stand in the name: what looks like data is masked all the same. */
export const shownByName: ShownDest = ({ host, port }) => displayDest(host, port);
