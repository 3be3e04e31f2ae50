import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createSecureContext } from 'node:tls';
import { Dialer, type DialOutcome } from '../../src/proxy/dial/dialer.js';
import type { LookUp } from '../../src/proxy/reach/name-questions.js';
import { Reach } from '../../src/proxy/reach/reach.js';

/** Two servers at one port of two addresses of this machine: only the first one is listed. */
const LISTED = '127.0.0.1';
const FORBIDDEN = '127.0.0.2';

let servers: Server[];
let port = 0;
let reached: string[];
let asked: number;

beforeEach(async () => {
  reached = [];
  asked = 0;
  servers = [];
  port = 0;
  for (const host of [LISTED, FORBIDDEN]) {
    const server = createServer((socket) => {
      reached.push(host);
      socket.on('error', () => undefined);
      socket.end();
    });
    await new Promise<void>((resolve) => server.listen(port, host, resolve));
    port = (server.address() as AddressInfo).port;
    servers.push(server);
  }
});
afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

/** Dials a name whose addresses are these, one list for each time that it is asked for; the last one stays. */
async function dial(...answers: string[][]): Promise<DialOutcome> {
  const lookUp: LookUp = async () =>
    answers[Math.min(asked++, answers.length - 1)]!.map((address) => ({ address, family: 4 }));
  const dialer = new Dialer(new Reach([`${LISTED}:${port}`], lookUp), () => createSecureContext());
  const options = { agent: 'tester', timeoutMs: 5_000, signal: new AbortController().signal };
  const outcome = await dialer.dial({ host: 'rebind.example', port }, undefined, options);
  if (outcome.kind === 'connected') {
    await new Promise((resolve) => outcome.socket.once('close', resolve).resume().end());
  }
  return outcome;
}

describe('a name that changes between check and dial', () => {
  test('is dialled at the address that was checked: it is asked for once', async () => {
    expect(await dial([LISTED], [FORBIDDEN])).toMatchObject({ kind: 'connected' });
    expect({ reached, asked }).toEqual({ reached: [LISTED], asked: 1 });
  });

  test('is refused by what it was, whatever it becomes', async () => {
    expect(await dial([FORBIDDEN], [LISTED])).toEqual({ kind: 'refused', reason: 'loopback', address: FORBIDDEN });
    expect({ reached, asked }).toEqual({ reached: [], asked: 1 });
  });

  test('leads to the listed one of several addresses, and to none of the others when that one is away', async () => {
    expect(await dial([FORBIDDEN, LISTED])).toMatchObject({ kind: 'connected' });
    expect(reached).toEqual([LISTED]);
    await new Promise((resolve) => servers[0]!.close(resolve));
    expect(await dial([FORBIDDEN, LISTED])).toEqual({ kind: 'failed', code: 'ECONNREFUSED' });
    expect(reached).toEqual([LISTED]);
  });

  test('is refused whole when a forbidden address stands beside a public one', async () => {
    expect(await dial(['93.184.215.14', '169.254.169.254'])).toMatchObject({ kind: 'refused' });
    expect(reached).toEqual([]);
  });
});
