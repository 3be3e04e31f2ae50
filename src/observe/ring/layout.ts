/**
 * The queue between the relay and an observer: records in a row in shared memory, one writer, one reader.
 *
 * The row lies in blocks, and a block that was read is the next to be written. While the reader keeps up, two of them are
 * enough however much passes: they stay in the processor's caches, and the others never become resident.
 *
 * The writer never waits: a record that does not fit is dropped and counted (law 2). A reader that has read everything
 * sleeps, and says at which position of the writer it is to be woken: not at each record, because a wake-up costs the
 * relay's event loop more than the copy does.
 *
 *     | control: written, read, asleep, wake at, the block of each stretch of the row | blocks ... |
 *     record: length of payload, kind, flow number, lead, payload, padding to 8 bytes
 *
 * The lead is 0 to 7 bytes, so that the payload stands as it stood in the memory that it came from, modulo 8. Between
 * buffers that are shared the runtime copies byte by byte otherwise, which takes eight times as long.
 */
export interface RingMemory {
  /**
   * Positions of writer and reader in the row, in bytes counted without end modulo 2^32, whether the reader sleeps
   * and until where, and for each of the {@link BLOCKS} stretches of the row that can be unread at a time, the block in which it lies.
   */
  readonly control: SharedArrayBuffer;
  readonly records: SharedArrayBuffer;
  /**
   * For each flow slot and direction, up to which stream offset (in units of {@link SKIP_UNIT}) the reader needs no
   * bytes: the rest of a long body whose length is known and whose scan limit is reached.
   */
  readonly skip: SharedArrayBuffer;
}

/** What a record says. */
export const RecordKind = {
  /** A flow begins; payload: its description as JSON. */
  open: 1,
  outbound: 2,
  inbound: 3,
  outboundEnd: 4,
  inboundEnd: 5,
  close: 6,
  /** Bytes were dropped before this point; payload: how many, as a 64-bit float. */
  outboundGap: 7,
  inboundGap: 8,
  /** Bytes were left out because the reader said that it does not need them; payload as above. */
  outboundSkip: 9,
  inboundSkip: 10,
  /** A connection of which only the name is known; payload: its description as for `open`. */
  named: 11,
} as const;

export type RecordKind = (typeof RecordKind)[keyof typeof RecordKind];

export const HEADER_BYTES = 16;
/** Positions in `control`, in 32-bit words. */
export const WRITTEN = 0;
export const READ = 1;
/** 1 while the reader sleeps until it is woken. */
export const ASLEEP = 2;
/** The writer's position from which on it wakes a reader that sleeps. */
export const WAKE_AT = 3;
/** Where the blocks of the stretches begin in `control`. */
export const MAP = 4;
/** Blocks in all. With 16 MiB each has 256 KiB: smaller ones would be left too often, larger ones leave the caches. */
export const BLOCKS = 64;
/** Offsets in the skip table count in these units, so that 32 bits reach 4 TiB. */
export const SKIP_UNIT = 1_024;
/** Flows that can use the skip table at the same time. */
export const SKIP_SLOTS = 4_096;

/** @param bytes Size of all blocks; a power of two, 1,024 or more. Memory is only used as far as it was ever filled. */
export function createRingMemory(bytes: number): RingMemory {
  return {
    control: new SharedArrayBuffer((MAP + BLOCKS) * 4),
    records: new SharedArrayBuffer(bytes),
    skip: new SharedArrayBuffer(SKIP_SLOTS * 2 * 4),
  };
}

/** Size of a record with its header, lead and padding. */
export function recordBytes(lead: number, payload: number): number {
  return (HEADER_BYTES + lead + payload + 7) & ~7;
}
