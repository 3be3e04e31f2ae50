import type { Disguise } from './disguise/disguise.js';
import type { Severity } from './rule.js';
import type { RedactedSnippet } from '../findings/redacted-snippet.js';

/** Where a text stands; the form of a finding's `location`. */
export type ScanLocation = 'url' | 'body' | 'frame' | 'event' | 'tool_call' | `header:${string}`;

/** What the detector must know about a text to judge what it finds there. */
export interface ScanContext {
  readonly direction: 'outbound' | 'inbound';
  readonly location: ScanLocation;
  /** The far end, from the connection and never from what the traffic says. */
  readonly host: string;
  /** Whether the far end was authenticated by TLS; without it nothing is "home". */
  readonly secure: boolean;
  /** The agent group, when it is known: what one agent sends in several messages is looked at together. */
  readonly agent?: string;
  /** The text is a body that is sent to where clients sign in, by the path of its request. */
  readonly signsIn?: true;
}

/** A match that was judged and redacted: the only form that leaves the detector. */
export interface Detection {
  readonly pattern: string;
  readonly variant: string;
  readonly threat: 'EXFIL' | 'INJECTION';
  readonly severity: Severity;
  readonly verdict: 'REVIEW' | 'BLOCK';
  readonly snippet: RedactedSnippet;
  readonly fingerprint: string;
  readonly location: ScanLocation;
  /** The decoding passes that revealed it, outermost first; empty when it stood in plain sight. */
  readonly decoding: readonly Disguise[];
}

/** A text that stands somewhere, and who is told of what is found there. */
export interface Place {
  readonly context: ScanContext;
  readonly report: (detection: Detection) => void;
}
