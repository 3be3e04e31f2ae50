/**
 * Something in a transcript that left the agent or reached it. What is said to the model or by it is told apart from what
 * was done, so that each is looked at with the rules of its direction.
 */
export interface Passage {
  readonly direction: 'outbound' | 'inbound';
  readonly location: 'body' | 'tool_call';
  readonly text: string;
  readonly far: FarEnd;
}

/** The other side of a passage, as far as a transcript tells. */
export type FarEnd =
  /** The people that the agent talks with. */
  | { readonly kind: 'chat' }
  /** A tool, and the host that its input names if it names one. */
  | { readonly kind: 'tool'; readonly name: string; readonly host?: NamedHost };

/** A host that a tool's input names in a URL. */
export interface NamedHost {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** No other host is named. */
  readonly alone: boolean;
}

const URLS = /\bhttps?:\/\/[^\s"'`<>\\|)]{1,2048}/gi;
/** A longer list says nothing more. */
const MAX_URLS = 64;

/** The first host that a text names in a URL. */
export function namedHost(text: string): NamedHost | undefined {
  const found: URL[] = [];
  for (const [url] of text.matchAll(URLS)) {
    if (URL.canParse(url)) found.push(new URL(url));
    if (found.length === MAX_URLS) break;
  }
  const [first] = found;
  if (first === undefined || first.hostname === '') return undefined;
  const secure = first.protocol === 'https:';
  return {
    host: first.hostname.replace(/^\[|\]$/g, ''),
    port: first.port === '' ? (secure ? 443 : 80) : Number(first.port),
    secure,
    alone: found.every(({ host, protocol }) => host === first.host && protocol === first.protocol),
  };
}
