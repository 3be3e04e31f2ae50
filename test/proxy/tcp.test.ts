import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { connectTcp } from '../../src/proxy/dial/tcp.js';
import type { VettedAddress } from '../../src/proxy/reach/reach.js';
import { testWith } from '../support/tools.js';

/** A server that accepts nothing until it is told to: what comes when its queue is full is lost, as on a bad line. */
const HELD_SERVER = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const server = createServer((socket) => socket.on('error', () => undefined)).listen({ host: '127.0.0.1', port: 0, backlog: 1 });
server.once('listening', () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(workerData, 0, 0);
});
`;

const v4 = (address: string): VettedAddress => ({ address, family: 4 });
const dial = (addresses: VettedAddress[], port: number) =>
  connectTcp(addresses, port, 20_000, new AbortController().signal);

describe('a connection is made to the first address that answers', () => {
  test('and what cannot be reached costs nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const outcome = await dial([v4('127.0.0.2'), { address: '::2', family: 6 }, v4('127.0.0.1')], port);
    expect(outcome).toMatchObject({ kind: 'connected', socket: { remoteAddress: '127.0.0.1' } });
    if (outcome.kind === 'connected') outcome.socket.destroy();
    server.close();
  });

  test('and the first failure is told when none does', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await dial([v4('127.0.0.1'), v4('127.0.0.2')], port)).toEqual({ kind: 'failed', code: 'ECONNREFUSED' });
  });

  testWith(process.platform === 'linux', 'Linux, whose full queues drop')(
    'also when it takes long and the others have been tried meanwhile',
    async () => {
      const held = new Int32Array(new SharedArrayBuffer(4));
      const worker = new Worker(HELD_SERVER, { eval: true, workerData: held });
      const [port] = (await once(worker, 'message')) as [number];
      const fillers: Socket[] = [];
      for (let i = 0; i < 2; i++) {
        const filler = connect(port, '127.0.0.1').on('error', () => undefined);
        await once(filler, 'connect');
        fillers.push(filler);
      }
      const outcome = dial([v4('127.0.0.1'), v4('127.0.0.2')], port);
      // Its first packet is lost by now. It is sent again after a second, when the other address has long refused.
      await new Promise((resolve) => setImmediate(resolve));
      Atomics.store(held, 0, 1);
      Atomics.notify(held, 0);
      expect(await outcome).toMatchObject({ kind: 'connected', socket: { remoteAddress: '127.0.0.1' } });
      for (const filler of fillers) filler.destroy();
      await worker.terminate();
    },
  );
});
