/** The parts of a configured value or file that are secrets by themselves. */

/** A part, and what it is called: its key, or in a URL `password`. */
export interface SecretPiece {
  readonly name: string;
  readonly text: string;
}

/** A file whose first bytes contain a zero is not text. */
const SNIFFED_BYTES = 8_192;

/**
 * What is watched for of one configured value: the value, each line of one with several (a key in PEM leaves with
 * other line ends than it was kept with), and the password of a URL that carries one.
 */
export function piecesOfValue(name: string, value: string): SecretPiece[] {
  const lines = value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^-----(?:BEGIN|END) /.test(line));
  const pieces = [value.trim(), ...lines].map((text) => ({ name, text }));
  return unique([...pieces, ...passwordIn(name, value)]);
}

/**
 * What is watched for of a file that the operator names. One that holds a single word is a secret as a whole. Of any
 * other, runs of characters without space, quotes and brackets, each called after what stands before it; of
 * `name=value` the value. That fits PEM keys, JSON, INI, netrc and lists of tokens alike.
 */
export function piecesOfFile(bytes: Uint8Array): SecretPiece[] {
  if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) return [];
  const text = Buffer.from(bytes).toString('utf8').trim();
  if (text !== '' && !/\s/.test(text) && !/[=:{]/.test(text.slice(0, -2))) return [{ name: 'secret', text }];
  const pieces: SecretPiece[] = [];
  let name = '';
  for (const run of text.split(/[\s"'`,;<>(){}[\]]+|\\n/)) {
    if (/^[=:]*$/.test(run)) continue;
    pieces.push({ name, text: run }, ...passwordIn(name, run));
    const [, key = '', value = ''] = /^([^=]*\w)[=:](?!\/\/)([^=].*)$/.exec(run) ?? [];
    if (value !== '') pieces.push({ name: key, text: value });
    name = run;
  }
  return unique(pieces);
}

function passwordIn(name: string, value: string): SecretPiece[] {
  if (!hasPassword(value)) return [];
  const { password } = new URL(value);
  try {
    return [{ name: `${name} password`, text: decodeURIComponent(password) }];
  } catch {
    return [{ name: `${name} password`, text: password }];
  }
}

/** Whether a value is a URL that carries a password. */
export function hasPassword(value: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\/[^@/\s]*:[^@/\s]+@/i.test(value) && URL.canParse(value) && new URL(value).password !== ''
  );
}

function unique(pieces: readonly SecretPiece[]): SecretPiece[] {
  return [...new Map(pieces.filter(({ text }) => text !== '').map((piece) => [piece.text, piece])).values()];
}
