import { readFileSync } from 'node:fs';
import type { Exchange, Route } from './job.js';
import type { Expected } from './response-reader.js';

/** An exchange with its bytes at hand: nothing is built while the clock runs. */
export interface PreparedExchange {
  readonly request: Buffer;
  readonly sentBody: number;
  readonly expected: Expected;
}

const files = new Map<string, Buffer>();

export function prepareExchange(route: Route, exchange: Exchange, close = false): PreparedExchange {
  const { host, port } = route.origin;
  const body = exchange.sendFile === undefined ? undefined : contentOf(exchange.sendFile);
  const absolute = route.via === 'absolute';
  const head = [
    `${exchange.method} ${absolute ? `http://${host}:${port}` : ''}${exchange.path} HTTP/1.1`,
    `Host: ${host}:${port}`,
    'User-Agent: traffic-guardian-bench',
    'Accept: */*',
    ...(absolute && route.authorization !== undefined ? [`Proxy-Authorization: ${route.authorization}`] : []),
    ...(body === undefined ? [] : ['Content-Type: application/octet-stream', `Content-Length: ${body.length}`]),
    ...(close ? ['Connection: close'] : []),
  ];
  const pattern = exchange.expectFile === undefined ? Buffer.alloc(0) : contentOf(exchange.expectFile);
  return {
    request: Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body ?? Buffer.alloc(0)]),
    sentBody: body?.length ?? 0,
    expected: { pattern, bytes: exchange.expectBytes ?? pattern.length, varies: rangeOf(exchange.varies, pattern) },
  };
}

function rangeOf(text: string | undefined, pattern: Buffer): Expected['varies'] {
  if (text === undefined) return undefined;
  const from = pattern.indexOf(text);
  if (from === -1) throw new Error('what varies is not in the file that must come back');
  return { from, to: from + text.length };
}

function contentOf(file: string): Buffer {
  let content = files.get(file);
  if (content === undefined) {
    content = readFileSync(file);
    files.set(file, content);
  }
  return content;
}
