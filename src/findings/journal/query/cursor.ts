import { GuardianError } from '../../../text/guardian-error.js';

/** A place between two lines of the journal. */
export interface Position {
  /** Sequence number of the file. */
  readonly sequence: number;
  /** Bytes before the place, all of them whole lines. */
  readonly offset: number;
}

/** Where the next page of a query begins. */
export interface PageCursor {
  readonly kind: 'page';
  /** The lines before this place are still to be returned. */
  readonly at: Position;
  /** The lines from here down to `at` tell which of the older lines were already returned in a newer form. */
  readonly lookFrom: Position;
}

/** What a tail has read. */
export interface TailCursor {
  readonly kind: 'tail';
  /** The lines behind this place are new. */
  readonly at: Position;
}

const PAGE = /^p1 ([1-9]\d{0,14}) (\d{1,15}) ([1-9]\d{0,14}) (\d{1,15})$/;
const TAIL = /^t1 ([1-9]\d{0,14}) (\d{1,15})$/;

/** Cursors are opaque to those who carry them, so nobody comes to depend on what is inside. */
export function encodeCursor(cursor: PageCursor | TailCursor): string {
  const { sequence, offset } = cursor.at;
  const text =
    cursor.kind === 'page'
      ? `p1 ${sequence} ${offset} ${cursor.lookFrom.sequence} ${cursor.lookFrom.offset}`
      : `t1 ${sequence} ${offset}`;
  return Buffer.from(text).toString('base64url');
}

/** @throws GuardianError `journal.cursor_invalid`. */
export function decodePageCursor(text: string): PageCursor {
  const [at, lookFrom] = positionsOf(PAGE, text);
  if (at === undefined || lookFrom === undefined || isBefore(lookFrom, at)) throw invalidCursor();
  return { kind: 'page', at, lookFrom };
}

/** @throws GuardianError `journal.cursor_invalid`. */
export function decodeTailCursor(text: string): TailCursor {
  const [at] = positionsOf(TAIL, text);
  if (at === undefined) throw invalidCursor();
  return { kind: 'tail', at };
}

/** Whether `a` is older than `b`. */
export function isBefore(a: Position, b: Position): boolean {
  return a.sequence < b.sequence || (a.sequence === b.sequence && a.offset < b.offset);
}

/** No cursor of ours, or a place where no line begins. */
export function invalidCursor(): GuardianError {
  return new GuardianError({ code: 'journal.cursor_invalid', args: {} });
}

/** What it points to was deleted by retention. */
export function expiredCursor(): GuardianError {
  return new GuardianError({ code: 'journal.cursor_expired', args: {} });
}

function positionsOf(form: RegExp, text: string): Position[] {
  const [, ...numbers] = form.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  const positions: Position[] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    positions.push({ sequence: Number(numbers[i]), offset: Number(numbers[i + 1]) });
  }
  return positions;
}
