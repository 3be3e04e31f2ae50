import { afterEach, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import type { WebhookMessage } from '../../src/sinks/webhook/webhook-sink.js';
import { signedHeaders, webhookKey } from '../../src/sinks/webhook/signature.js';
import { range } from '../findings/journal/folders.js';
import { idOf, recorded, temporaryFolder } from '../findings/samples.js';
import { PLAN, stage } from './support/deliveries.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const servers: Server[] = [];

/** A service that keeps what it is sent; `answer` says what comes back. */
async function service(
  answer: (n: number) => { status: number; headers?: Record<string, string>; body?: string; isCut?: boolean } = () => ({
    status: 204,
  }),
) {
  const requests: { headers: IncomingHttpHeaders; body: string; url: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => (body += text));
    request.on('end', () => {
      requests.push({ headers: request.headers, body, url: request.url ?? '' });
      const { status, headers, body: said = '', isCut = false } = answer(requests.length);
      response.writeHead(status, headers);
      if (isCut) response.write(said);
      else response.end(said);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const secret = join(temporaryFolder(), 'secret');
  writeFileSync(secret, `${SECRET}\n`);
  const { port } = server.address() as AddressInfo;
  return { requests, plan: { ...PLAN, url: `http://127.0.0.1:${port}/hooks/tg`, secret: { file: secret } } };
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('a webhook', () => {
  test('is verified by a library of the standard', async () => {
    const { write, deliver } = await stage();
    const { requests, plan } = await service();
    await write(0, 25);
    await deliver(plan).statusWhen(({ delivered }) => delivered === 25);
    const messages = requests.map(({ body, headers }) => {
      const verified = new Webhook(SECRET).verify(body, headers as Record<string, string>);
      return verified as WebhookMessage;
    });
    expect(messages.flatMap(({ findings }) => findings.map(({ finding }) => finding.id))).toEqual(
      range(0, 25).map(idOf),
    );
    expect(messages[0]).toMatchObject({ type: 'traffic_guardian.findings', host: 'host-a' });
    expect(messages[0]?.findings[0]?.key).toBe(`${idOf(0)}.1`);
    expect(requests[0]?.url).toBe('/hooks/tg');
  });

  test('that was changed, or signed with another secret, or long ago, is not', async () => {
    const { write, deliver } = await stage();
    const { requests, plan } = await service();
    await write(0, 1);
    await deliver(plan).statusWhen(({ delivered }) => delivered === 1);
    const [{ body, headers } = { body: '', headers: {} }] = requests;
    const given = headers as Record<string, string>;
    const webhook = new Webhook(SECRET);
    expect(() => webhook.verify(body.replace('host-a', 'host-b'), given)).toThrow();
    expect(() =>
      webhook.verify(body, { ...given, 'webhook-timestamp': String(Number(given['webhook-timestamp']) + 1) }),
    ).toThrow();
    const other = new Webhook(Buffer.alloc(32, 8).toString('base64'));
    expect(() => other.verify(body, given)).toThrow();
    const old = signedHeaders(webhookKey(SECRET), 'msg_1', Buffer.from(body), Date.now() - 6 * 60_000);
    expect(() => webhook.verify(body, { ...old })).toThrow(/too old/i);
  });

  test('that is sent again has the same id and keys, and a signature of its own time', async () => {
    const { write, deliver } = await stage();
    const { requests, plan } = await service((n) => ({ status: n < 3 ? 503 : 200 }));
    await write(0, 5);
    await deliver(plan).statusWhen(({ delivered }) => delivered === 5);
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
  });

  test('of a finding that was repeated has another key', async () => {
    const { journal, deliver } = await stage();
    const { requests, plan } = await service();
    journal.append(recorded(1));
    journal.append(recorded(1, { count: 10 }));
    await journal.flush();
    await deliver(plan).statusWhen(({ delivered }) => delivered === 2);
    const { findings } = JSON.parse(requests[0]?.body ?? '') as WebhookMessage;
    expect(findings.map(({ key }) => key)).toEqual([`${idOf(1)}.1`, `${idOf(1)}.10`]);
  });

  test('waits as long as the receiver asks it to', async () => {
    const { write, deliver } = await stage();
    const { plan } = await service((n) => ({ status: n === 1 ? 429 : 204, headers: { 'retry-after': '120' } }));
    await write(0, 1);
    const status = await deliver(plan).statusWhen(({ failures }) => failures === 1);
    expect(Date.parse(status.retry_at ?? '') - Date.parse(status.last_error?.at ?? '')).toBeGreaterThan(110_000);
    expect(status.last_error?.code).toBe('HTTP_429');
  });

  test('has taken what it said yes to, however long its answer is or whether it ever ends', async () => {
    for (const answer of [
      { status: 200, body: 'thanks '.repeat(20_000) },
      { status: 200, body: 'thanks', isCut: true },
    ]) {
      const { write, deliver } = await stage();
      const { requests, plan } = await service(() => answer);
      await write(0, 3);
      expect(await deliver(plan).statusWhen(({ delivered }) => delivered === 3)).toMatchObject({ failures: 0 });
      expect(requests).toHaveLength(1);
    }
  });

  test('that says no at length is told by its status', async () => {
    const { write, deliver } = await stage();
    const { plan } = await service(() => ({ status: 503, body: 'sorry '.repeat(20_000) }));
    await write(0, 1);
    const { last_error: error } = await deliver(plan).statusWhen(({ failures }) => failures > 0);
    expect(error?.code).toBe('HTTP_503');
  });

  test('follows no redirect: the operator named where findings go', async () => {
    const { write, deliver } = await stage();
    const other = await service();
    const { plan } = await service(() => ({ status: 307, headers: { location: other.plan.url } }));
    await write(0, 1);
    const status = await deliver(plan).statusWhen(({ failures }) => failures > 1);
    expect(status.last_error?.code).toBe('HTTP_307');
    expect(other.requests).toEqual([]);
  });

  test('needs a secret that is worth the name', async () => {
    const { write, deliver } = await stage();
    const { plan, requests } = await service();
    writeFileSync(plan.secret.file, 'too short');
    await write(0, 1);
    const status = await deliver(plan).statusWhen(({ failures }) => failures > 0);
    expect(status.last_error?.code).toBe('CREDENTIAL_TOO_SHORT');
    expect(requests).toEqual([]);
  });

  test('shows its receiver without the path, where some services keep a token', async () => {
    const { deliver } = await stage();
    const { plan } = await service();
    const { target } = await deliver(plan).status();
    expect(plan.url).toContain(target);
    expect(target).not.toContain('hooks');
  });
});
