/** How one program is asked whether it trusts the CA. */
export interface Probe {
  /** What people call it, and a stable name for programs. */
  readonly name: string;
  /** The command line; `{name}` parts are filled in, see {@link ProbeTarget}. */
  readonly command: readonly [file: string, ...args: string[]];
  /** A program of its own that it is to run, given on standard input, or written to a file where that is needed. */
  readonly script?: { readonly text: string; readonly file?: string };
  /** Further variables, for programs that would otherwise ask somebody else or write into the user's home. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long it may take, when that is longer than usual. */
  readonly timeoutMs?: number;
  /** The variable that makes it trust the bundle; the first one is what is recommended. */
  readonly variables: readonly [string, ...string[]];
  /** What that variable is to lead to, where it is not the bundle itself. */
  readonly setting?: string;
  /** Prints that it is there; a failure means that it is not. By default `command[0] --version`. */
  readonly presence?: readonly [file: string, ...args: string[]];
}

/** What a probe talks to. Each is filled in where `{…}` stands in a command, a script's file or a variable. */
export interface ProbeTarget {
  /** https://trust-check… */
  readonly url: string;
  readonly host: string;
  /** The proxy with its credential. */
  readonly proxy: string;
  /** A folder of this run, removed behind it. */
  readonly folder: string;
}

/**
 * What came of it: it trusts the CA, it refuses the certificate, it is not there, or something else went wrong and
 * nothing is known.
 */
export type TrustVerdict = 'trusted' | 'refused' | 'absent' | 'unknown';

export interface ProbeResult {
  readonly name: string;
  readonly verdict: TrustVerdict;
  /** As in {@link Probe.setting}. */
  readonly setting?: string;
  /** What was set for it, by name; undefined for what is not set. */
  readonly variables: readonly { readonly name: string; readonly value: string | undefined }[];
}
