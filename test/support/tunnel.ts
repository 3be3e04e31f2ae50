import { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { TestProxy } from './proxy.js';
import { basicOf, RawClient } from './raw.js';

/** A client whose CONNECT was answered. */
export async function connectedTo(through: TestProxy, port: number, host = 'localhost'): Promise<RawClient> {
  const client = new RawClient(through.port);
  client.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: h\r\nProxy-Authorization: ${basicOf(through.url)}\r\n\r\n`);
  await client.until(({ text }) => text.includes('200 Connection Established'));
  client.received = Buffer.alloc(0);
  return client;
}

/** What a TLS client says first. */
export function firstWords(): Promise<Buffer> {
  return new Promise((resolve) => {
    const write = (chunk: Buffer): void => resolve(chunk);
    connectTls({ socket: new Duplex({ read: () => undefined, write }), servername: 'localhost' });
  });
}
