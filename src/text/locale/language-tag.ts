/** What somebody wrote where a language is named. */
export type LanguageTag =
  | { readonly kind: 'tag'; readonly tag: string }
  /** Nothing, or the C locale of POSIX: no language is asked for. */
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed' };

/** The portable locale has two names, with or without an encoding (POSIX.1-2024, XBD 7.2). */
const PORTABLE = /^(?:C|POSIX)(?:\.|$)/;

/**
 * Reads a BCP 47 tag (`pt-BR`) or a POSIX locale (`pt_BR.UTF-8@euro`), and brings it into canonical form: usual case, and
 * today's names for languages that were renamed (`iw` becomes `he`).
 */
export function languageTag(text: string): LanguageTag {
  const written = text.trim();
  if (written === '' || PORTABLE.test(written)) return { kind: 'none' };
  // Encoding and modifier say nothing about the language, except for a script that we have no texts in.
  const [name = ''] = written.split(/[.@]/, 1);
  const bare = name.replaceAll('_', '-');
  try {
    const [tag] = Intl.getCanonicalLocales(bare);
    return tag === undefined ? { kind: 'malformed' } : { kind: 'tag', tag };
  } catch {
    return { kind: 'malformed' };
  }
}
