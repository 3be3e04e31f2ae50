import { request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';

/** What came back through the proxy. */
export interface Reply {
  readonly status: number;
  readonly body: string;
}

const TIMEOUT_MS = 10_000;

/** Posts a text to an http:// URL through a proxy, as any program does whose HTTP_PROXY is set. */
export function sendThrough(proxyUrl: string, url: string, body: string): Promise<Reply> {
  const proxy = new URL(proxyUrl);
  const credential = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: proxy.hostname.replace(/^\[|\]$/g, ''),
        port: proxy.port,
        method: 'POST',
        path: url,
        agent: false,
        timeout: TIMEOUT_MS,
        headers: {
          host: new URL(url).host,
          'proxy-authorization': `Basic ${Buffer.from(credential).toString('base64')}`,
          'content-type': 'text/plain; charset=utf-8',
          'content-length': Buffer.byteLength(body),
        },
      },
      (response) => {
        textOf(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), reject);
      },
    );
    sent.once('timeout', () => sent.destroy(new Error('timeout')));
    sent.once('error', reject);
    sent.end(body);
  });
}
