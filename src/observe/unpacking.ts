import { once } from './once.js';

/** Messages, and parts of them, that may be at work at once: some 20 KB for each coding, and little to wait for. */
const MAX_AT_WORK = 256;

let atWork = 0;

/**
 * What has ended in this thread and is still being unpacked. Decoders get to their work only between the reads of the
 * thread and hold memory until then: bytes that name one of them in every sixty, taken as fast as they can be read,
 * would become gigabytes.
 */
export const unpacking = {
  /** Counts one more, until the function that is returned is called. */
  begin(): () => void {
    atWork++;
    return once(() => atWork--);
  },

  /** Whether so much is at work that nothing more is to be taken before some of it is through. */
  get isCrowded(): boolean {
    return atWork >= MAX_AT_WORK;
  },
};
