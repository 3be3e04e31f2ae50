/** What a rule finds, as findings name it. */
export type ThreatType = 'EXFIL' | 'INJECTION';
export type Severity = 'low' | 'medium' | 'high' | 'critical';

/**
 * One rule: data, with its reason. Everything else follows from it: the compiled automaton, the tests that it fires and
 * stays silent, is linear, redacts, and survives any cut.
 */
export interface Rule {
  /** What findings call it: stable, snake_case. Several rules may share one, such as `ai_api_key`. */
  readonly pattern: string;
  /** Tells rules of one pattern apart: the provider, the shell, the file. Unique together with `pattern`. */
  readonly variant: string;
  readonly threat: ThreatType;
  readonly direction: 'outbound' | 'inbound';
  readonly severity: Severity;
  /** How sure a match is. Low confidence caps the severity at medium. */
  readonly confidence: 'low' | 'medium' | 'high';
  /** Group that the configuration can switch. */
  readonly group: string;
  /** The group is off unless the configuration switches it on: what it finds is ordinary in much honest traffic. */
  readonly optIn?: true;
  /** Who reads what it finds takes off no mirror as ROT13: there short words such as `png` look like commands. */
  readonly asWritten?: true;
  /** What it looks for and why that matters, in a sentence or two. */
  readonly about: string;
  /** The structure of what is matched: prefix, alphabet, length, checksum. */
  readonly anatomy: string;
  /** Where that structure is documented. */
  readonly source: string;
  /**
   * The hosts whose own credential this is, as globs: there, in an authentication field or at a token endpoint, it is
   * expected.
   */
  readonly home?: readonly string[];
  /** The provider also documents its credential as part of the URL, as Telegram and Google do. */
  readonly homeInUrl?: true;
  /** The provider also documents its credential as a member of a body or of a frame, as Slack and Discord do. */
  readonly homeInBody?: true;
  /**
   * Whether a match is the rule's secret where nobody can use it. Unlike one that is not accepted, it is known from then on,
   * and is not tried as the beginning of something longer.
   */
  readonly expected?: (candidate: Candidate) => boolean;
  /** Longest match in bytes of those expressions that do not say it themselves; a phrase of prose is short. */
  readonly window?: number;
  /** Any of these makes a match. */
  readonly match: readonly RuleMatch[];
  /** Texts on which the rule must fire or stay silent; the tests run them all. */
  readonly examples: { readonly fires: readonly string[]; readonly silent: readonly string[] };
}

/** One form of what a rule looks for. */
export interface RuleMatch {
  /**
   * A regular expression that is regular (see `parsePattern`) and has a fixed part to look for. A group named `secret`
   * marks the part that identifies the finding; without one it is the whole match.
   */
  readonly re: RegExp;
  /** Longest match in bytes, for expressions with a gap. Default 1024, at most 2048. */
  readonly window?: number;
  /** A further test of a match by ordinary code: a checksum, entropy, structure. */
  readonly accept?: (candidate: Candidate) => boolean;
}

/** A match of a rule's expression, before it is judged. Unredacted: it never leaves the function that made it. */
export interface Candidate {
  /** The matched text, one character a byte. */
  readonly text: string;
  /** The group `secret` of the match, or all of it. */
  readonly secret: string;
  /** Up to 64 bytes on either side. */
  readonly before: string;
  readonly after: string;
  /** What `after` begins, up to 448 bytes of it: an order can stand a few sentences behind whom it is given to. */
  readonly further: string;
  /** Whether `before` begins where the text begins. It may be short also where a piece of a longer text begins. */
  readonly fromStart: boolean;
}

/** Longest match of any rule, in bytes. Pieces of a stream overlap by more than this. */
export const MAX_WINDOW = 2_048;
