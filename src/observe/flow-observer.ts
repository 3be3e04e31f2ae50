import type { Flow } from '../proxy/flow.js';
import { contentOf, type ContentSink, type Direction, type FlowCoverage } from './content.js';
import type { Conversation, ConversationContext } from './conversation.js';
import type { FlowAnnouncement } from './flow-announcement.js';
import { HostNames } from './http/host-names.js';
import { Http1Conversation } from './http1/conversation.js';
import { Http2Conversation } from './http2/conversation.js';

/** A skip is worth announcing from this many bytes on: below that the bytes are already on their way. */
const MIN_SKIP_BYTES = 256 * 1024;
/** A request or status line at the start of a read: where a lost place can be found again. */
const REQUEST_START = /^[A-Z]{3,10} \S+ HTTP\/1\.[01]\r?\n/;
const RESPONSE_START = /^HTTP\/1\.[01] \d{3}[ \r\n]/;
const START_BYTES = 4_096;
/** Begins HTTP/2 with prior knowledge (RFC 9113 §3.4), and nothing else: HTTP/1.x has no such method and version. */
const PREFACE_LINE = 'PRI * HTTP/2.0';
const NOTHING: Uint8Array = new Uint8Array();

/** Reads one flow: finds out its protocol, follows it, and counts what could not be looked at. */
export class FlowObserver {
  readonly #flow: Flow;
  readonly #context: ConversationContext;
  readonly #onSkippable: (direction: Direction, offset: number) => void;
  readonly #offsets: Record<Direction, number>;
  readonly #announcedSkip: Record<Direction, number> = { outbound: 0, inbound: 0 };
  /** Directions whose place in the protocol is not known, after bytes were lost. */
  readonly #lost: Record<Direction, boolean>;
  #conversation: Conversation | undefined;
  /** What the client has said while that may still become HTTP/2's preface; at most that long. */
  #opening = NOTHING;
  #unreadable: string | undefined;
  #total = 0;
  #truncated = 0;
  #dropped = 0;
  #unparsed = 0;
  #onClosed: ((coverage: FlowCoverage) => void) | undefined;
  #idleSeen = true;

  constructor(
    { flow, resumed, offsets }: FlowAnnouncement,
    sink: ContentSink,
    maxScanBytes: number,
    onSkippable: (direction: Direction, offset: number) => void,
  ) {
    this.#flow = flow;
    this.#onSkippable = onSkippable;
    this.#offsets = { ...offsets };
    this.#lost = { outbound: resumed, inbound: resumed };
    this.#context = {
      sink,
      maxScanBytes,
      late: { truncated: 0, unparsed: 0 },
      names: new HostNames(flow.destination.host),
      content: (direction, location) => contentOf(flow, direction, location),
    };
    sink.name(contentOf(flow, 'outbound', 'url'), flow.destination.host);
  }

  /** Whether a decoder is still at work on a message of this flow. */
  get busy(): boolean {
    return (this.#conversation?.pending ?? 0) > 0;
  }

  bytes(direction: Direction, bytes: Uint8Array): void {
    this.#offsets[direction] += bytes.length;
    this.#total += bytes.length;
    this.#idleSeen = false;
    if (this.#lost[direction] && !this.#found(direction, bytes)) {
      this.#dropped += bytes.length;
      return;
    }
    if (this.#conversation === undefined && this.#unreadable === undefined && this.#flow.alpn !== 'h2') {
      if (direction === 'inbound') {
        // A server that speaks before a request is there speaks HTTP/2, which begins with its settings, or has lost patience.
        const speaksHttp1 = RESPONSE_START.test(startOf(bytes));
        if (speaksHttp1) this.#giveUpPreface();
        else if (this.#opening.length > 0) this.#open(new Http2Conversation(this.#context));
      } else if (this.#mayBePreface(bytes)) {
        this.#opening = Buffer.concat([this.#opening, bytes]);
        return;
      } else if (this.#opening.length > 0) {
        this.#open(this.#recognise(direction, Buffer.concat([this.#opening, bytes])));
      }
    }
    this.#conversation ??= this.#recognise(direction, bytes);
    this.#read(direction, bytes);
  }

  #mayBePreface(bytes: Uint8Array): boolean {
    const length = this.#opening.length + bytes.length;
    return length < PREFACE_LINE.length && PREFACE_LINE.startsWith(startOf(this.#opening) + startOf(bytes));
  }

  /** Begins with what the client has said so far. */
  #open(conversation: Conversation | undefined): void {
    this.#conversation = conversation;
    const opening = this.#opening;
    this.#opening = NOTHING;
    this.#read('outbound', opening);
  }

  /** What was said so far was no preface, because no more of it comes. */
  #giveUpPreface(): void {
    if (this.#opening.length > 0) this.#open(new Http1Conversation(this.#context));
  }

  #read(direction: Direction, bytes: Uint8Array): void {
    if (this.#conversation === undefined) {
      this.#unparsed += bytes.length;
      return;
    }
    const { truncated, unparsed } = this.#conversation.bytes(direction, bytes);
    this.#truncated += truncated;
    this.#unparsed += unparsed;
    this.#unreadable ??= this.#conversation.broken;
    this.#announceSkip(direction);
  }

  /** Bytes were dropped before this point. */
  gap(direction: Direction, count: number): void {
    this.#offsets[direction] += count;
    this.#giveUpPreface();
    if (this.#conversation?.skip(direction, count) === true) return;
    this.#conversation?.end('outbound');
    this.#conversation?.end('inbound');
    this.#conversation = undefined;
    this.#lost.outbound = this.#lost.inbound = true;
  }

  /** Bytes were left out because {@link bytes} said that they are not needed. */
  skipped(direction: Direction, count: number): void {
    this.#offsets[direction] += count;
    this.#conversation?.skip(direction, count);
  }

  end(direction: Direction): void {
    if (direction === 'outbound') this.#giveUpPreface();
    this.#conversation?.end(direction);
  }

  /** Whether it is over, and waits for a decoder to be reported. */
  get closing(): boolean {
    return this.#onClosed !== undefined;
  }

  /** Nothing arrives for now. */
  idle(): void {
    if (this.#idleSeen) return;
    this.#idleSeen = true;
    this.#conversation?.idle();
    this.#reportIfDone();
  }

  /** @param done Called with what was seen, once decoders that are still at work have finished. */
  close(done: (coverage: FlowCoverage) => void): void {
    this.#giveUpPreface();
    this.#conversation?.end('outbound');
    this.#conversation?.end('inbound');
    this.#onClosed = done;
    this.#idleSeen = false;
    this.#reportIfDone();
  }

  #reportIfDone(): void {
    if (this.#onClosed === undefined) return;
    if (this.busy) {
      this.#idleSeen = false;
      return;
    }
    const report = this.#onClosed;
    this.#onClosed = undefined;
    const { late } = this.#context;
    // A body that two of those who took it apart gave up is unread once, and no byte counts twice.
    const there = this.#total - this.#dropped;
    const unparsed = Math.min(there, this.#unparsed + late.unparsed);
    const truncated = Math.min(there - unparsed, this.#truncated + late.truncated);
    const reason = this.#unreadable ?? this.#conversation?.broken ?? late.reason ?? 'unknown protocol or coding';
    report({
      seen: there - truncated - unparsed,
      truncated,
      dropped: this.#dropped,
      unparsed,
      unparsedReason: unparsed > 0 ? reason : undefined,
    });
  }

  #recognise(direction: Direction, bytes: Uint8Array): Conversation | undefined {
    if (this.#unreadable !== undefined) return undefined;
    // An HTTP/2 server may send its settings before it has heard anything.
    if (this.#flow.alpn === 'h2') return new Http2Conversation(this.#context);
    if (direction === 'inbound') {
      this.#unreadable = 'the server spoke first';
      return undefined;
    }
    if (startOf(bytes).startsWith(PREFACE_LINE)) return new Http2Conversation(this.#context);
    return new Http1Conversation(this.#context);
  }

  /** After a loss: whether this read begins where a message begins. */
  #found(direction: Direction, bytes: Uint8Array): boolean {
    if (direction === 'outbound') {
      if (!REQUEST_START.test(startOf(bytes))) return false;
      this.#conversation = new Http1Conversation(this.#context);
      this.#unreadable = undefined;
    } else if (this.#lost.outbound || !RESPONSE_START.test(startOf(bytes))) {
      return false;
    }
    this.#lost[direction] = false;
    return true;
  }

  #announceSkip(direction: Direction): void {
    const unneeded = this.#conversation?.unneeded(direction) ?? 0;
    if (unneeded < MIN_SKIP_BYTES) return;
    const until = this.#offsets[direction] + unneeded;
    if (until === this.#announcedSkip[direction]) return;
    this.#announcedSkip[direction] = until;
    this.#onSkippable(direction, until);
  }
}

function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, START_BYTES)).toString('latin1');
}
