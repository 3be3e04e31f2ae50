import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { DeliveryError } from './delivery-error.js';
import type { HttpPlan } from './plan.js';
import { readSecret } from './secret.js';
import { tlsOptions } from './tls-files.js';

/** Most of an answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** How long the rest of an answer may take whose status is known, in milliseconds. */
const ANSWER_WITHIN_MS = 1_000;
const MAX_RETRY_AFTER_MS = 10 * 60_000;

const NOTHING = new Uint8Array();

/** What the receiver does not want, whatever is done: RFC 9110 §15.5. */
const REFUSALS: readonly (number | undefined)[] = [400, 413, 422];

/** Posts to one service over kept connections. Redirects are not followed: the operator named where findings go. */
export class HttpPoster {
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #headers: Readonly<Record<string, string>>;

  private constructor(agent: HttpAgent | HttpsAgent, headers: Readonly<Record<string, string>>) {
    this.#agent = agent;
    this.#headers = headers;
  }

  /** Reads the credentials; connects when the first is sent. @throws DeliveryError */
  static async open({ url, headers, tls }: HttpPlan): Promise<HttpPoster> {
    // Awaited before anything else is: a credential that fails while nobody waits for it ends the thread of all sinks.
    const read = await Promise.all(
      Object.entries(headers).map(async ([name, source]) => [name, await readSecret(source)] as const),
    );
    const options = { keepAlive: true, maxSockets: 2 };
    const isTls = url.startsWith('https:');
    const agent = isTls ? new HttpsAgent({ ...options, ...(await tlsOptions(tls)) }) : new HttpAgent(options);
    return new HttpPoster(agent, Object.fromEntries(read));
  }

  /**
   * @returns the answer's body when the receiver took it; nothing where that is too long or too late: it was taken all the
   *   same, and sent again it would be there twice.
   * @throws DeliveryError otherwise.
   */
  async post(
    url: string,
    body: Uint8Array,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const answer = await this.#request(url, body, { ...headers, ...this.#headers }, signal);
    const said = await bodyOf(answer);
    const { statusCode: status } = answer;
    if (status !== undefined && status >= 200 && status < 300) return said ?? NOTHING;
    const kind = REFUSALS.includes(status) ? 'refused' : 'unavailable';
    throw new DeliveryError(`HTTP_${status ?? 0}`, { kind, retryAfterMs: retryAfterMs(answer) });
  }

  close(): void {
    this.#agent.destroy();
  }

  #request(
    url: string,
    body: Uint8Array,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const request = url.startsWith('https:') ? httpsRequest : httpRequest;
      request(
        url,
        {
          method: 'POST',
          agent: this.#agent,
          signal,
          headers: { ...headers, 'content-length': body.length, 'user-agent': 'traffic-guardian' },
        },
        resolve,
      )
        .on('error', reject)
        .end(body);
    });
  }
}

/** The body of an answer; undefined when it is too long, too late or cut off. */
async function bodyOf(answer: IncomingMessage): Promise<Uint8Array | undefined> {
  const late = setTimeout(() => answer.destroy(), ANSWER_WITHIN_MS);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of answer) {
      if (!(chunk instanceof Uint8Array)) continue;
      length += chunk.length;
      if (length > MAX_ANSWER_BYTES) return undefined;
      chunks.push(chunk);
    }
    return answer.complete ? Buffer.concat(chunks) : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(late);
    if (!answer.complete) answer.destroy();
  }
}

/** RFC 9110 §10.2.3, both forms, within bounds. */
function retryAfterMs({ headers }: IncomingMessage): number {
  const text = headers['retry-after'];
  if (text === undefined) return 0;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}
