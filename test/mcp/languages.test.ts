import { beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { containerEnvironment } from '../../src/host/container-environment.js';
import { controlSocketClient } from '../../src/mcp/guardian-client.js';
import { languages } from '../../src/text/locale/languages.js';
import { lookUp } from '../../src/text/locale/lookup.js';
import { textsIn } from '../../src/text/texts.js';
import { eventfulHome } from '../cli/support/eventful-home.js';
import { launch, program } from '../cli/support/program.js';
import { englishLeft, NOT_LATIN } from '../support/english-left.js';
import { call, clientOver, textOf } from './clients.js';

const CALLS = [
  ['clawsec_traffic_status', {}],
  ['clawsec_traffic_findings', { incidents: true }],
  ['clawsec_traffic_findings', { limit: 1 }],
  ['clawsec_traffic_findings', { cursor: 'abc' }],
  ['clawsec_traffic_findings', { severities: ['high'], limit: 'many' }],
  ['clawsec_traffic_check_config', {}],
  ['clawsec_traffic_check_config', { config: { mode: 'block', listen: { port: 'x' }, tunnelHosts: [] } }],
  ['clawsec_traffic_check_config', { config: {} }],
] as const;

/** What the tools answer in each language, over one Guardian. */
const said = new Map<string, string[]>();
const structured = new Map<string, unknown[]>();

beforeAll(async () => {
  const home = await eventfulHome();
  const guardian = launch(['run'], { home });
  await guardian.says(/127\.0\.0\.1:\d+/);
  // A status with warnings: a configuration that was refused, and a pause.
  writeFileSync(home.configFile, JSON.stringify({ listn: 1 }));
  expect((await program(['reload'], { home })).exitCode).toBe(2);
  expect((await program(['pause', '--for', '15m', '--reason', 'x'], { home })).exitCode).toBe(0);
  for (const { tag } of languages) {
    const english: string[] = [];
    const texts = textsIn(lookUp(tag), undefined, (code) => english.push(code));
    const client = await clientOver(controlSocketClient(home.socket), texts);
    const results = [];
    for (const [name, args] of CALLS) results.push(await call(client, name, args));
    said.set(tag, results.map(textOf));
    structured.set(
      tag,
      results.slice(1, 3).map(({ structuredContent }) => structuredContent),
    );
    expect(tag === 'en' ? [] : english).toEqual([]);
  }
}, 120_000);

describe('what the tools say', () => {
  test.each(NOT_LATIN)('is in %s as a whole', (tag) => {
    expect((said.get(tag) ?? []).flatMap(englishLeft)).toEqual([]);
  });

  test.each(languages.filter(({ tag }) => tag !== 'en').map(({ tag }) => tag))('is other words in %s', (tag) => {
    for (const [index, text] of (said.get(tag) ?? []).entries()) expect(text).not.toBe(said.get('en')?.[index]);
  });

  test('has the same structure in all of them', () => {
    for (const content of structured.values()) expect(content).toEqual(structured.get('en'));
  });
});

test("the server in a container speaks the operator's language, with the texts that were put beside it", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tg-mcp-'));
  const payload = fileURLToPath(new URL('../../skill/payload/', import.meta.url));
  cpSync(join(payload, 'container/mcp.mjs'), join(folder, 'mcp.mjs'));
  cpSync(join(payload, 'i18n/ja.json'), join(folder, 'texts.ja.json'));
  const client = new Client({ name: 'test', version: '1' });
  try {
    const { variables } = containerEnvironment('http://x:y@127.0.0.1:1', undefined, 'ja');
    const env = { ...variables, PATH: '', NANOCLAW_TRAFFIC_GUARDIAN_HOME: folder };
    const command = process.execPath;
    await client.connect(new StdioClientTransport({ command, args: [join(folder, 'mcp.mjs')], env }));
    const away = textOf(await call(client, 'clawsec_traffic_status'));
    expect(away).toBe(`${textsIn(lookUp('ja'))('mcp.no_way', {})}\nCode: mcp.no_way`);
  } finally {
    await client.close();
    rmSync(folder, { recursive: true });
  }
});
