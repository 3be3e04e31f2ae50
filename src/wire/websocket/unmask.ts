/** Most bytes unmasked at a time: few enough to stay in the cache of the processor. */
const SCRATCH_BYTES = 16 * 1024;

/**
 * Where unmasked bytes are put, for all connections of the thread: what is in it is valid only until the next call, so
 * a slice given to a callback is valid only during that callback, and the callback must not unmask in turn.
 */
const words = new Uint32Array(SCRATCH_BYTES / 4);
const scratch = new Uint8Array(words.buffer);
const maskBytes = new Uint8Array(4);
const maskWord = new Uint32Array(maskBytes.buffer);

/**
 * Applies a masking key (RFC 6455 §5.3) to a payload, four octets a step.
 *
 * @param phase How many octets of the payload came before.
 * @param use Is given the plain bytes in order, in slices that are valid only during the call.
 */
export function unmask(payload: Uint8Array, mask: Uint8Array, phase: number, use: (slice: Uint8Array) => void): void {
  for (let i = 0; i < 4; i++) maskBytes[i] = mask[(phase + i) & 3]!;
  for (let at = 0; at < payload.length; at += SCRATCH_BYTES) {
    const part = payload.subarray(at, at + SCRATCH_BYTES);
    scratch.set(part);
    const key = maskWord[0]!;
    const count = (part.length + 3) >> 2;
    for (let i = 0; i < count; i++) words[i] = words[i]! ^ key;
    use(scratch.subarray(0, part.length));
  }
}
