const CUT_OFF = /^\uFFFD+|\uFFFD+$/gu;

/** The text of bytes, one character each, that may begin or end in the middle of a character. */
export function utf8Of(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8').replace(CUT_OFF, '');
}
