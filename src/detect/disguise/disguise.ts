/**
 * The ways of writing a text so that it does not look like itself, as a finding's `decoding` names them.
 *
 * - `percent`: RFC 3986 percent-encoding, with `+` for a space as in form bodies, and IIS's `%uXXXX`.
 * - `escape`: escapes of JSON, JavaScript and C strings (`\u0041`, `\x41`, `\101`, `\n`).
 * - `html`: character references of HTML.
 * - `quoted_printable`: RFC 2045, section 6.7.
 * - `base64`, `base32`: RFC 4648, both base64 alphabets, wrapped or not, in any alignment.
 * - `hex`: pairs of hexadecimal digits, with or without a delimiter.
 * - `char_codes`: decimal character codes with commas or blanks between them, as `String.fromCharCode` takes them.
 * - `gzip`: compressed (gzip, zlib, a ZIP archive) inside of one of the encodings above.
 * - `utf_16`: every second byte is zero, or (UTF-32) three of every four are.
 * - `zero_width`: characters that show nothing between those that count.
 * - `unicode_tags`: the invisible copy of ASCII at U+E0020, and bytes hidden in variation selectors.
 * - `nfkc`: compatibility forms, such as full-width and mathematical letters.
 * - `confusables`: letters of other scripts that look like ASCII.
 * - `overlong`: ASCII in more bytes of UTF-8 than it needs, which RFC 3629 forbids and some decoders take.
 * - `terminal`: colours, cursor movements and letters taken back, as terminals are told of them.
 * - `padding`: so many blanks between the parts of a command that it does not look like one.
 * - `shell`: quoting, expansion and assignment in a shell command.
 * - `concatenation`: a string put together from literals in source code.
 * - `fields`: a secret cut into several fields of a message, or over several messages of one agent.
 * - `rot13`, `reversed`.
 */
export const DISGUISES = [
  'percent',
  'escape',
  'html',
  'quoted_printable',
  'base64',
  'base32',
  'hex',
  'char_codes',
  'gzip',
  'utf_16',
  'zero_width',
  'unicode_tags',
  'nfkc',
  'confusables',
  'overlong',
  'terminal',
  'padding',
  'shell',
  'concatenation',
  'fields',
  'rot13',
  'reversed',
] as const;

export type Disguise = (typeof DISGUISES)[number];

/** The number by which an edit names its disguise. */
export function disguiseNumber(disguise: Disguise): number {
  return DISGUISES.indexOf(disguise);
}
