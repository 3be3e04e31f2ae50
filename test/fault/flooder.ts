import { connect } from 'node:net';

/**
 * A client that fails to authenticate as fast as it can, each time on a new connection. A process of its own, so that it
 * shares no event loop with what is measured.
 *
 *     node flooder.js HOST PORT SECONDS  ->  {"failures":10000,"others":0,"ms":6000}
 */
const [host = '', port = '', seconds = ''] = process.argv.slice(2);
const AT_ONCE = 20;
const credential = Buffer.from(`research:${'x'.repeat(32)}`).toString('base64');
const request = `GET http://127.0.0.1:1/ HTTP/1.1\r\nHost: 127.0.0.1:1\r\nProxy-Authorization: Basic ${credential}\r\n\r\n`;

let failures = 0;
let others = 0;

function attempt(): Promise<void> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), host, () => socket.write(request));
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (answer.includes('\r\n')) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (answer.startsWith('HTTP/1.1 407 ')) failures++;
      else others++;
      resolve();
    });
  });
}

const startedAt = performance.now();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (performance.now() - startedAt < Number(seconds) * 1_000) await attempt();
  }),
);
console.log(JSON.stringify({ failures, others, ms: Math.round(performance.now() - startedAt) }));
