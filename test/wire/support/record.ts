import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface RecordedChunk {
  readonly side: 'outbound' | 'inbound';
  readonly bytes: Buffer;
}

/** A relay on loopback that notes what passes through it, in the order in which it did. */
export interface Recorder {
  readonly port: number;
  /** The chunks of each connection, oldest connection first. */
  readonly connections: RecordedChunk[][];
  close(): Promise<void>;
}

export async function recordTo(targetPort: number): Promise<Recorder> {
  const connections: RecordedChunk[][] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const chunks: RecordedChunk[] = [];
    connections.push(chunks);
    const origin = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    relay(client, origin, (bytes) => chunks.push({ side: 'outbound', bytes }));
    relay(origin, client, (bytes) => chunks.push({ side: 'inbound', bytes }));
    for (const socket of [client, origin]) {
      sockets.add(socket);
      socket.setNoDelay(true);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function relay(from: Socket, to: Socket, note: (bytes: Buffer) => void): void {
  from.on('data', (chunk: Buffer) => {
    note(Buffer.from(chunk));
    to.write(chunk);
  });
  from.on('end', () => to.end());
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroySoon());
}

/** All bytes of one side. */
export function bytesOf(chunks: readonly RecordedChunk[], side: RecordedChunk['side']): Buffer {
  return Buffer.concat(chunks.filter((chunk) => chunk.side === side).map((chunk) => chunk.bytes));
}
