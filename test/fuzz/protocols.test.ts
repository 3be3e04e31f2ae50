import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/sidecar/config.js';
import { configSchema } from '../../src/sidecar/config.generated.js';
import { ControlServer } from '../../src/sidecar/control/server.js';
import { mutated } from './mutations.js';
import { runs } from './runs.js';

let folder: string;
let server: ControlServer;
let called: unknown[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tg-fuzz-'));
  server = await ControlServer.listen({
    path: join(folder, 'control.sock'),
    handlers: { ping: (params) => (called.push(params), { pong: true }) },
    onRefused: () => undefined,
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Sends lines on one connection and returns as many answers. */
function talk(lines: readonly Buffer[]): Promise<{ ok: boolean; id: string | null }[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(join(folder, 'control.sock'));
    let received = '';
    socket.setTimeout(20_000, () => socket.destroy(new Error('no answer in time')));
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
      const answers = received.split('\n').slice(0, -1);
      if (answers.length < lines.length) return;
      socket.destroy();
      resolve(answers.map((answer) => JSON.parse(answer) as { ok: boolean; id: string | null }));
    });
    for (const line of lines) socket.write(Buffer.concat([line, Buffer.from('\n')]));
  });
}

/** Whether a line is a request that may reach a handler, told without the schema. */
function isRequest(line: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const { id, method, params = {}, ...others } = value as Record<string, unknown>;
    if (typeof id !== 'string' || Array.from(id).length < 1 || Array.from(id).length > 64) return false;
    if (typeof params !== 'object' || params === null || Array.isArray(params)) return false;
    return method === 'ping' && Object.keys(others).length === 0;
  } catch {
    return false;
  }
}

test('each line on the control socket has one answer, and only a valid request reaches a handler', async () => {
  const valid = Buffer.from(JSON.stringify({ id: '1', method: 'ping', params: { a: [1] } }));
  const line = fc
    .oneof(
      { weight: 3, arbitrary: mutated(valid) },
      { weight: 1, arbitrary: fc.json().map((text) => Buffer.from(text)) },
      {
        weight: 1,
        arbitrary: fc
          .record({ id: fc.string(), method: fc.constantFrom('ping', 'constructor', 'block'), params: fc.jsonValue() })
          .map((request) => Buffer.from(JSON.stringify(request))),
      },
    )
    // A line end would make it two lines, which the next input is.
    .map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10)));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 8 }), async (lines) => {
      called = [];
      const answers = await talk(lines);
      expect(answers).toHaveLength(lines.length);
      const accepted = lines.map(isRequest);
      expect(answers.map(({ ok }) => ok)).toEqual(accepted);
      expect(called).toHaveLength(accepted.filter(Boolean).length);
    }),
    runs,
  );
});

const known = new Set(Object.keys(configSchema.properties));
const valid = {
  mode: 'detect',
  listen: { host: '127.0.0.1', port: 1 },
  httpsInspection: { enabled: true, tunnelHosts: ['*.bank.example'] },
  upstreamProxy: 'http://user:password@host.example:1',
  adminGroups: ['ops'],
  findings: { maxAgeDays: 1 },
  maxScanBytes: 1024,
};

/** What is sure of a configuration that was accepted, told without the schema. */
function expectSane(text: string): void {
  const outcome = readConfig({ text, home: '/nonexistent', env: {} });
  if (!outcome.ok) {
    expect(outcome.problems.length).toBeGreaterThan(0);
    return;
  }
  const config = JSON.parse(text) as Record<string, unknown>;
  expect(Object.keys(config).filter((key) => !known.has(key))).toEqual([]);
  expect([undefined, 'detect']).toContain(config['mode']);
  expect([undefined, true]).toContain(config['redactSnippets']);
  const { listen, maxScanBytes, limits } = outcome.settings;
  expect(Number.isInteger(listen.port) && listen.port >= 0 && listen.port < 65_536).toBe(true);
  expect(Number.isInteger(maxScanBytes) && maxScanBytes >= 1024).toBe(true);
  for (const limit of Object.values(limits)) expect(Number.isInteger(limit) && limit >= 0).toBe(true);
}

test('any text is a configuration as a whole or not at all', () => {
  fc.assert(
    fc.property(mutated(Buffer.from(JSON.stringify(valid))), (bytes) => expectSane(bytes.toString('utf8'))),
    runs,
  );
});

test('any value in any place of a configuration is accepted only where it makes sense', () => {
  const key = fc.oneof(fc.constantFrom(...known), fc.string());
  fc.assert(
    fc.property(key, fc.jsonValue(), (name, value) => {
      expectSane(JSON.stringify({ ...valid, [name]: value }));
      expectSane(JSON.stringify({ ...valid, listen: { ...valid.listen, [name]: value } }));
    }),
    runs,
  );
});
