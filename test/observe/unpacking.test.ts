import { expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { brotliCompressSync, constants, deflateRawSync } from 'node:zlib';
import type { FlowCoverage } from '../../src/observe/content.js';
import { Observer } from '../../src/observe/observer.js';
import { createRingMemory, RecordKind } from '../../src/observe/ring/layout.js';
import { RingReader } from '../../src/observe/ring/ring-reader.js';
import { RingWriter } from '../../src/observe/ring/ring-writer.js';
import { unpacking } from '../../src/observe/unpacking.js';
import { until } from '../support/guardian.js';
import { observe, TEST_FLOW, type Exchange } from '../support/recording-sink.js';
import { texts } from './support/exchanges.js';

/** As few bytes as name four decoders. */
function compressedFourTimes(text: string): Buffer {
  let body: Buffer = Buffer.from(text);
  for (let times = 0; times < 4; times++) body = brotliCompressSync(body);
  const head = `POST / HTTP/1.1\r\nHost: h\r\nContent-Encoding: br, br, br, br\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

test('what is still being unpacked is counted until it is through', async () => {
  const messages = Array.from({ length: 300 }, (_, at) => compressedFourTimes(`message ${at}`));
  const observed = observe(messages.map((message) => ['outbound', message]));
  expect(unpacking.isCrowded).toBe(true);
  const { seen, coverage } = await observed;
  expect(texts(seen, 'body').sort()).toEqual(messages.map((_, at) => `message ${at}`).sort());
  expect(coverage).toMatchObject({ dropped: 0, unparsed: 0, truncated: 0 });
  expect(unpacking.isCrowded).toBe(false);
});

/** Messages on a WebSocket with permessage-deflate (RFC 7692), compressed already. */
function onWebSocket(messages: readonly Buffer[]): Exchange {
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
  const agreed = 'Sec-WebSocket-Extensions: permessage-deflate\r\n';
  return [
    ['outbound', `GET / HTTP/1.1\r\nHost: h\r\n${upgrade}${agreed}\r\n`],
    ['inbound', `HTTP/1.1 101 Switching Protocols\r\n${upgrade}${agreed}\r\n`],
    ...messages.map((bytes) => ['inbound', Buffer.concat([Buffer.from([0xc1, bytes.length]), bytes])] as const),
  ];
}

function deflated(text: string): Buffer {
  return deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
}

test('so is each message of a WebSocket that is still being inflated', async () => {
  const sent = Array.from({ length: 300 }, (_, at) => `message ${at}`);
  const observed = observe(onWebSocket(sent.map(deflated)));
  expect(unpacking.isCrowded).toBe(true);
  const { seen, coverage } = await observed;
  expect(texts(seen, 'frame')).toEqual(sent);
  expect(coverage).toMatchObject({ dropped: 0, unparsed: 0, truncated: 0 });
  expect(unpacking.isCrowded).toBe(false);
});

test('what waits behind bytes that cannot be inflated is waited for no more', async () => {
  const broken = Buffer.from([0x07]);
  const observed = observe(onWebSocket([broken, ...Array.from({ length: 300 }, () => deflated('behind it'))]));
  expect(unpacking.isCrowded).toBe(true);
  await observed;
  expect(unpacking.isCrowded).toBe(false);
});

test('a reader of the ring leaves there what comes after it has enough', () => {
  const memory = createRingMemory(1_024);
  const [writer, reader] = [new RingWriter(memory), new RingReader(memory)];
  for (const flow of [1, 2, 3]) writer.write(RecordKind.outbound, flow, Buffer.from('bytes'));
  const taken: number[] = [];
  const take = ({ flow }: { flow: number }): void => void taken.push(flow);
  reader.drain(Infinity, take, () => taken.length === 2);
  expect(taken).toEqual([1, 2]);
  reader.drain(Infinity, take);
  expect(taken).toEqual([1, 2, 3]);
});

test('a thread that is sent nothing but tiny compressed messages does not take memory for all of them at once', async () => {
  const closed: FlowCoverage[] = [];
  const observer = new Observer({
    program: new URL('../../src/sidecar/observer-program.js', import.meta.url),
    programData: { fingerprintKey: randomBytes(32), findingKey: randomBytes(32), maxScanBytes: 1024 * 1024 },
    ringBytes: 16 * 1024 * 1024,
    stalledAfterMs: 60_000,
    onMessage: () => undefined,
    onFlowClosed: (_flow, coverage) => void closed.push(coverage),
    onEvent: () => undefined,
  });
  await observer.start();
  const kilobytesBefore = process.resourceUsage().maxRSS;
  const message = compressedFourTimes('x');
  const flood = Buffer.concat(Array.from({ length: 640 }, () => message));
  const tap = observer.open(TEST_FLOW);
  for (let times = 0; times < 10; times++) tap.outbound(flood);
  tap.close();
  await until(
    async () => closed.length,
    (count) => count === 1,
    120_000,
  );
  await observer.stop(1_000);
  expect(closed[0]).toMatchObject({ seen: flood.length * 10, dropped: 0, unparsed: 0 });
  // Together they would take 500 MB; those of one read take a tenth of that.
  expect(process.resourceUsage().maxRSS - kilobytesBefore).toBeLessThan(250 * 1024);
}, 150_000);
