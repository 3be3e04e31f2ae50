/** The field of OpenSSH's pictures, in squares. */
const WIDTH = 17;
const HEIGHT = 9;
/** What stands on a square that was visited so many times, then the start and the end. */
const VISITED = ' .o+=*BOX@%&#/^';
const START = 'S';
const END = 'E';

/**
 * A picture of a digest, so that two can be compared by eye: the "drunken bishop" of OpenSSH. A bishop starts in the
 * middle and is moved by two bits at a time, the lowest of each byte first; the first bit is right or left, the second
 * down or up, and walls hold him.
 *
 * Algorithm: Loss, Limmer, von Gernler, "The drunken bishop" (http://www.dirk-loss.de/sshvis/drunken_bishop.pdf), and
 * `fingerprint_randomart` in OpenSSH's sshkey.c, whose frame this has too.
 *
 * @param title Written into the upper frame.
 * @param footer Written into the lower frame.
 */
export function randomArt(digest: Uint8Array, title: string, footer: string): string[] {
  const visits = new Uint8Array(WIDTH * HEIGHT);
  const start = { x: (WIDTH - 1) / 2, y: (HEIGHT - 1) / 2 };
  let { x, y } = start;
  for (const byte of digest) {
    for (let bits = byte, pair = 0; pair < 4; pair++, bits >>= 2) {
      x = clamp(x + ((bits & 1) === 0 ? -1 : 1), WIDTH);
      y = clamp(y + ((bits & 2) === 0 ? -1 : 1), HEIGHT);
      const square = y * WIDTH + x;
      visits[square] = Math.min(visits[square]! + 1, VISITED.length - 1);
    }
  }
  const row = (top: number): string =>
    Array.from({ length: WIDTH }, (_, left) => {
      if (left === x && top === y) return END;
      if (left === start.x && top === start.y) return START;
      return VISITED[visits[top * WIDTH + left]!];
    }).join('');
  return [frame(title), ...Array.from({ length: HEIGHT }, (_, top) => `|${row(top)}|`), frame(footer)];
}

function frame(text: string): string {
  const framed = `[${text}]`;
  return `+${framed.padStart(Math.floor((WIDTH - framed.length) / 2) + framed.length, '-').padEnd(WIDTH, '-')}+`;
}

function clamp(value: number, size: number): number {
  return Math.min(Math.max(value, 0), size - 1);
}
