import { hasBlank, type HeaderField } from '../../wire/http1/head.js';
import type { Direction, Location } from '../content.js';
import { headerLocation } from './header-location.js';

/** The head of a message, in whatever version of HTTP. */
export interface HeadParts {
  /** The URL of a request as it was sent; undefined in a response. */
  readonly target: string | undefined;
  /** What else stands in the start line or its pseudo-fields: the method and scheme, the reason phrase. */
  readonly words: readonly (string | undefined)[];
  readonly headers: readonly HeaderField[];
}

const HOST = 'host';
/** A host as clients write it; anything else in its field is looked at as it stands, because case tells in a secret. */
const PLAIN_HOST = /^[a-z0-9.:_[\]-]*$/;
/** Methods, schemes and reason phrases as they are registered; who sends others may have something else to say. */
const PLAIN_WORD = /^[A-Za-z' -]{0,31}$/;
/** Shorter names of fields hold no secret that can be told from a name. */
const MIN_TELLING_NAME = 20;

/** What a message says before its body: its parts, and the texts in it that are to be looked at. */
export class MessageStart {
  readonly target: string | undefined;
  readonly headers: readonly HeaderField[];
  /** What Host fields of a request say. They hold names, which are looked at once for a connection. */
  readonly hosts: readonly string[];
  /** The URL, the values of fields, and words and names that may say more than they should. */
  readonly texts: readonly string[];
  /** The names of the fields whose values are in {@link texts}, in their order. */
  readonly #names: readonly string[];

  constructor(direction: Direction, { target, words, headers }: HeadParts) {
    this.target = target;
    this.headers = headers;
    const outbound = direction === 'outbound';
    const texts = target === undefined ? [] : [target];
    const names: string[] = [];
    const hosts: string[] = [];
    for (const [name, value] of headers) {
      if (outbound && name.length === HOST.length && name.toLowerCase() === HOST) {
        hosts.push(value);
        if (PLAIN_HOST.test(value)) continue;
      }
      // A line whose beginning is no name is one text to those who are shown it.
      texts.push(hasBlank(name) ? `${name}: ${value}` : value);
      names.push(name);
    }
    for (const word of words) if (word !== undefined && !PLAIN_WORD.test(word)) texts.push(word);
    if (outbound) for (const name of names) if (isTellingName(name)) texts.push(name);
    this.hosts = hosts;
    this.texts = texts;
    this.#names = names;
  }

  /** Where one of {@link texts} stood. */
  locationOf(index: number): Location {
    const first = this.target === undefined ? 0 : 1;
    return index < first ? 'url' : headerLocation(this.#names[index - first] ?? '');
  }
}

/** Where a Host field stands. */
export const HOST_LOCATION = headerLocation(HOST);

/** Whether the name of a field is none that is known, and long enough to be a secret itself. */
function isTellingName(name: string): boolean {
  return name.length >= MIN_TELLING_NAME && headerLocation(name) === headerLocation('');
}
