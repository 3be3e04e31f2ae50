import { connect, createServer, type AddressInfo } from 'node:net';

/** A local port that adds a proxy credential to each CONNECT, for clients that can only ask a person for one. */
export async function startAuthenticatingProxy(
  port: number,
  authorization: string,
): Promise<{ port: number; close(): void }> {
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    client.once('data', (first: Buffer) => {
      const end = first.indexOf('\r\n');
      upstream.write(first.subarray(0, end));
      upstream.write(`\r\nProxy-Authorization: ${authorization}`);
      upstream.write(first.subarray(end));
      client.pipe(upstream).pipe(client);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}
