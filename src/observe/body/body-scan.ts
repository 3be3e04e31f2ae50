import type { TextDecoder } from 'node:util';
import { headerValue, listMembers, type HeaderField } from '../../wire/http1/head.js';
import { cborHead } from '../../wire/items/cbor.js';
import { msgpackHead } from '../../wire/items/msgpack.js';
import { separateItems } from '../../wire/items/separate-items.js';
import { boundaryOf } from '../../wire/multipart/boundary.js';
import { separateStrings } from '../../wire/protobuf/strings.js';
import { partOf, type Content, type ContentSink, type Direction } from '../content.js';
import type { Unscanned } from '../conversation.js';
import { Base64Body } from './base64-body.js';
import { BinaryMessageBody } from './binary-message-body.js';
import { WholeBody, type BodyConsumer } from './consumer.js';
import { charsetOf, type Charset } from './charset.js';
import { areAskedFor, codingsOf } from './codings.js';
import { decodedBody, UnreadBody } from './encoded-body.js';
import { awsEvents, jsonLines, serverSentEvents } from './event-readers.js';
import { GrpcBody } from './grpc-body.js';
import { JoinedBody } from './joined-body.js';
import { MultipartBody } from './multipart-body.js';
import { fileBody } from './packed-body.js';
import { ReplyBody } from './reply-body.js';
import type { ScanBudget } from './scan-budget.js';
import { PageTranscript } from './page-transcript.js';
import { TranscribedBody } from './transcribed-body.js';
import { Transcript } from './transcript.js';
import { UnpackedBody } from './unpacked-body.js';

/**
 * How many messages an event stream counts as. Each event is one to those who send and read it, and a model's reply that
 * comes token by token takes 120 to 250 bytes for each: what it asks its agent to run stands at the end of megabytes.
 */
const EVENT_STREAM_MESSAGES = 64;

/** The same for JSON that leaves: a conversation is sent whole each time, and what is new stands at its end. */
const JSON_REQUEST_MESSAGES = 16;

/** Types of texts that may name their character set themselves. */
const PAGE = /^(?:text\/(?:html|xml)|application\/(?:[\w.-]+\+)?xml|)$/;

/** Names for JSON of one line each; nobody registered one. */
const JSON_LINES = /^application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines)$|^application\/stream\+json$/;

/**
 * Names for messages of binary formats, and what puts their strings into lines of their own: protocol buffers (the first
 * name is the one that most send, OpenTelemetry among them), CBOR (RFC 8949 §9.5; SDKs of AWS) and MessagePack.
 */
const BINARY_MESSAGES: readonly (readonly [type: RegExp, separate: (message: Buffer) => boolean])[] = [
  [/^application\/(?:x-protobuf|protobuf|proto|x-google-protobuf|vnd\.google\.protobuf)$/, separateStrings],
  [/^application\/(?:x-|[\w.-]+\+)?cbor$/, (message) => separateItems(message, cborHead)],
  [/^application\/(?:x-|vnd\.|[\w.-]+\+)?msgpack$/, (message) => separateItems(message, msgpackHead)],
];

/**
 * What `git push` sends: the branches as they are, then a pack (gitformat-pack), in which each file is compressed by itself
 * or as what differs from one that the server may have had before. Nothing here unpacks it.
 */
const GIT_PUSH = 'application/x-git-receive-pack-request';

/** Types of bodies of length-prefixed messages, and the field that says what those are compressed with. */
const MESSAGE_ENCODINGS = [
  ['application/grpc', 'grpc-encoding'],
  ['application/connect+', 'connect-content-encoding'],
] as const;

/** gRPC-Web where browsers give programs no bytes: its messages in base64, each padded. */
const GRPC_IN_TEXT = /^application\/grpc-web-text(?:\+|$)/;

/**
 * The way of a message body to the scanner, as its headers ask for: through decoders, then taken apart by its type.
 *
 * @param late Where bytes are counted that turn out later not to have been scanned.
 * @param asked Of an answer, the fields of the request that tell how it may be written.
 */
export function scanBody(
  headers: readonly HeaderField[],
  content: Content,
  sink: ContentSink,
  budget: ScanBudget,
  late: Unscanned,
  asked: readonly HeaderField[],
): BodyConsumer {
  const stated = headerValue(headers, 'content-type') ?? '';
  const [type = ''] = listMembers(stated);
  budget.left *= messagesIn(type, content.direction);
  const charset = charsetOf(stated);
  const codings = codingsOf(headers);
  const decoded = (of: Content, own: ScanBudget, inner: Unscanned): BodyConsumer =>
    decodedBody(codings, textOf(type, charset, headers, of, sink, own, inner), own, inner, of.flow.agent);
  const isPlain = codings.length === 0 || areAskedFor(headers, asked);
  if (content.direction === 'outbound' || (isPlain && !isLabelAlone(type, asked))) {
    return decoded(content, budget, late);
  }
  const message = partOf({}, content);
  return new UnpackedBody(new WholeBody(sink, message, budget), budget, late, (own, inner) =>
    decoded(message, own, inner),
  );
}

/**
 * Whether an answer is taken apart for the sake of its type alone, in a way that hides some of it from a view as text: parts
 * that are compressed each, or end in the midst of a line; and messages, in an answer to who did not send any.
 */
function isLabelAlone(type: string, asked: readonly HeaderField[]): boolean {
  if (type.startsWith('multipart/')) return true;
  const message = MESSAGE_ENCODINGS.find(([start]) => type.startsWith(start))?.[0];
  return message !== undefined && headerValue(asked, 'content-type')?.toLowerCase().startsWith(message) !== true;
}

function messagesIn(type: string, direction: Direction): number {
  if (eventsIn(type, direction) !== undefined) return EVENT_STREAM_MESSAGES;
  return type === 'application/json' && direction === 'outbound' ? JSON_REQUEST_MESSAGES : 1;
}

/** A body as its character set asks for. */
function textOf(
  type: string,
  charset: Charset | undefined,
  headers: readonly HeaderField[],
  content: Content,
  sink: ContentSink,
  budget: ScanBudget,
  late: Unscanned,
): BodyConsumer {
  const mayNameItself = content.direction === 'inbound' && PAGE.test(type);
  if (charset?.kind === 'as-is' || (charset === undefined && !mayNameItself)) {
    return consumerOf(type, headers, content, sink, budget, late);
  }
  if (charset?.kind === 'unreadable') {
    late.reason ??= 'unknown character set';
    return new UnreadBody(consumerOf(type, headers, content, sink, budget, late), late);
  }
  const message = partOf({}, content);
  const body = consumerOf(type, headers, message, sink, budget, late);
  const left = budget.left;
  const transcriptIn = (decoder: TextDecoder): Transcript =>
    new Transcript(new WholeBody(sink, message, { left }), decoder);
  const beside = charset === undefined ? new PageTranscript(transcriptIn) : transcriptIn(charset.decoder);
  return new TranscribedBody(body, beside);
}

function consumerOf(
  type: string,
  headers: readonly HeaderField[],
  content: Content,
  sink: ContentSink,
  budget: ScanBudget,
  late: Unscanned,
): BodyConsumer {
  const events = eventsIn(type, content.direction);
  if (events !== undefined) return new JoinedBody(sink, content, budget, events);
  const encoding = MESSAGE_ENCODINGS.find(([start]) => type.startsWith(start));
  if (encoding !== undefined) {
    const isProtobuf = !type.endsWith('json');
    const coding = headerValue(headers, encoding[1])?.toLowerCase();
    const messages = new GrpcBody(coding, isProtobuf, sink, content, budget, late);
    return GRPC_IN_TEXT.test(type) ? new Base64Body(messages) : messages;
  }
  const boundary = type.startsWith('multipart/') ? boundaryOf(headerValue(headers, 'content-type') ?? '') : undefined;
  if (boundary !== undefined) return new MultipartBody(boundary, sink, content, budget, late);
  if (type === GIT_PUSH && content.direction === 'outbound') {
    late.reason ??= 'packed file that cannot be unpacked';
    return new UnreadBody(new WholeBody(sink, content, budget), late);
  }
  const separate = BINARY_MESSAGES.find(([name]) => name.test(type))?.[1];
  if (content.direction === 'inbound' && separate === undefined) {
    return new ReplyBody(sink, content, budget, late, EVENT_STREAM_MESSAGES);
  }
  const body = (of: Content): BodyConsumer => fileBody(sink, of, budget, late);
  return separate === undefined ? body(content) : new BinaryMessageBody(sink, content, late, separate, body);
}

/** How a body of many events is taken apart; undefined when it is none. */
function eventsIn(type: string, direction: Direction): typeof serverSentEvents | undefined {
  if (type === 'text/event-stream') return serverSentEvents;
  if (direction === 'outbound') return undefined;
  if (type === 'application/vnd.amazon.eventstream') return awsEvents;
  return JSON_LINES.test(type) ? jsonLines : undefined;
}
