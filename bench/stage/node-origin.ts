// The origin's program for what nginx does not do: event streams, checked uploads, endless bodies. It also serves the
// files where nginx is not installed.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { ANSWER_ID, type Bodies } from './bodies.js';

export interface NodeOriginOptions {
  readonly bodies: Bodies;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** `::` for both families. */
  readonly address: string;
}

/** Milliseconds between two events of a stream. */
const EVENT_INTERVAL_MS = 20;

const { bodies, certificateFile, keyFile, address } = JSON.parse(process.argv[2] ?? '') as NodeOriginOptions;
const files = new Map<string, Buffer>();
for (const file of [bodies.small, bodies.random, bodies.text, bodies.page]) {
  files.set(file.slice(bodies.folder.length), readFileSync(file));
}
const small = readFileSync(bodies.small, 'latin1');
const upload = readFileSync(bodies.upload);
const page = readFileSync(bodies.page);
const filler = 'x'.repeat(120);

process.on('disconnect', () => process.exit(0));
const options = { cert: readFileSync(certificateFile), key: readFileSync(keyFile) };
const [plain, secure] = await Promise.all([listen(createServer(handle)), listen(createHttpsServer(options, handle))]);
process.send?.({ plain, secure });

function handle(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://origin');
  const file = files.get(url.pathname);
  if (file !== undefined) {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': file.length }).end(file);
  } else if (url.pathname === '/fresh.json') {
    const body = small.replace(ANSWER_ID, randomBytes(ANSWER_ID.length / 2).toString('hex'));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  } else if (url.pathname === '/events') {
    events(response);
  } else if (url.pathname === '/upload') {
    receive(request, response);
  } else if (url.pathname === '/pages') {
    pages(response, Number(url.searchParams.get('bytes')));
  } else {
    response.writeHead(404).end();
  }
}

function events(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  let sequence = 0;
  const send = (): void => {
    response.write(`data: {"sequence":${sequence++},"sent":"${process.hrtime.bigint()}","text":"${filler}"}\n\n`);
  };
  send();
  const timer = setInterval(send, EVENT_INTERVAL_MS);
  response.on('close', () => clearInterval(timer));
}

/** Compares an upload with what must come and says so. */
function receive(request: IncomingMessage, response: ServerResponse): void {
  let received = 0;
  let right = true;
  request.on('data', (chunk: Buffer) => {
    right &&= upload.compare(chunk, 0, chunk.length, received, Math.min(upload.length, received + chunk.length)) === 0;
    received += chunk.length;
  });
  request.on('end', () => {
    const answer = JSON.stringify({ received, right });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
  });
}

/** One body of any length: the page over and over. */
function pages(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': bytes });
  let left = bytes;
  const more = (): void => {
    while (left > 0) {
      const part = left >= page.length ? page : page.subarray(0, left);
      left -= part.length;
      if (!response.write(part)) return;
    }
    response.end();
  };
  response.on('drain', more);
  more();
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, () => resolve((server.address() as AddressInfo).port));
  });
}
