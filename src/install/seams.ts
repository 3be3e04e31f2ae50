/** A place in NanoClaw that an installation relies on: a file, and text that must stand in it. */
export interface Seam {
  readonly file: string;
  /** What is looked for; a file without one must only be there. */
  readonly pattern?: RegExp;
  /** In words, for whoever reads that it is missing. */
  readonly what: string;
}

/** One line that is put into a file of NanoClaw's. */
export interface Line {
  readonly file: string;
  readonly text: string;
  /** Where it may go, the best place first. */
  readonly places: readonly Place[];
}

/** At the end of a file, or beside the first line or statement that matches. */
export type Place =
  { readonly at: 'end' } | { readonly at: 'before' | 'after' | 'after-statement'; readonly anchor: RegExp };

/** A file that is copied into the checkout, from the skill's own folder. */
export interface Copy {
  readonly from: string;
  readonly to: string;
}

/** A shape of NanoClaw that the Guardian can be installed into. Found by its seams, never by a version number. */
export interface Generation {
  readonly name: '2.4' | '2.1' | '2.0' | '1.x';
  readonly seams: readonly Seam[];
  readonly lines: readonly Line[];
  readonly copies: readonly Copy[];
}
