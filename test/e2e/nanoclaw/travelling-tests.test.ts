import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { install } from '../../../src/install/install.js';
import { GatewayStub } from './gateway-stub.js';
import { NanoClaw, whyNot } from './nanoclaw.js';

const source = process.env['NANOCLAW_SRC'];
const reason = whyNot(source);
// Not console.log: jest keeps that back for a suite of which nothing runs.
if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);

/** Something that happens to a checkout: a text in a file is replaced, or the file is gone. */
interface Mishap {
  readonly what: string;
  readonly file: string;
  readonly from?: string;
  readonly to?: string;
}

const SPAWN = "await (await import('./modules/traffic-guardian/index.js')).containerSpawn(args, agentGroup.id);";
const MISHAPS: readonly Mishap[] = [
  {
    what: 'the barrel line is deleted',
    file: 'src/modules/index.ts',
    from: "import './traffic-guardian/index.js';\n",
    to: '',
  },
  { what: 'the spawn call is deleted', file: 'src/container-runner.ts', from: SPAWN, to: '' },
  {
    what: 'the spawn call is not awaited',
    file: 'src/container-runner.ts',
    from: SPAWN,
    to: SPAWN.replace('await (', 'void ('),
  },
  {
    what: 'the spawn call is behind a condition',
    file: 'src/container-runner.ts',
    from: SPAWN,
    to: `if (false) ${SPAWN}`,
  },
  {
    what: 'the registry of commands exports another name',
    file: 'src/cli/registry.ts',
    from: 'export function register<',
    to: 'export function enlist<',
  },
  {
    what: 'the host has no start',
    file: 'src/host-lifecycle.ts',
    from: 'export function onHostStart',
    to: 'function onHostStart',
  },
  {
    what: 'the host has no stop',
    file: 'src/host-lifecycle.ts',
    from: 'export function onHostShutdown',
    to: 'function onHostShutdown',
  },
  {
    what: 'the host has no start',
    file: 'src/delivery.ts',
    from: 'export function onDeliveryAdapterReady',
    to: 'function onDeliveryAdapterReady',
  },
  {
    what: 'the host has no stop',
    file: 'src/response-registry.ts',
    from: 'export function onShutdown',
    to: 'function onShutdown',
  },
  { what: 'the manifest is deleted', file: '.claude/skills/add-traffic-guardian/skill.json' },
  {
    what: 'the manifest is changed',
    file: '.claude/skills/add-traffic-guardian/skill.json',
    from: 'host_start',
    to: 'host_begin',
  },
  {
    what: 'a program is changed',
    file: '.claude/skills/add-traffic-guardian/payload/sidecar/main.js',
    from: 'sidecar',
    to: 'sidecart',
  },
  { what: 'the tools are deleted', file: 'container/skills/traffic-guardian/mcp.mjs' },
];

/** Those that can happen to this checkout: its shape decides where the host's start and stop are. */
function mishapsFor(checkout: string | undefined): readonly Mishap[] {
  const hasLifecycle = existsSync(join(checkout ?? '', 'src/host-lifecycle.ts'));
  const absent = hasLifecycle ? ['src/delivery.ts', 'src/response-registry.ts'] : ['src/host-lifecycle.ts'];
  return MISHAPS.filter(({ file }) => !absent.includes(file));
}

(reason === undefined ? describe : describe.skip)('the tests that travel', () => {
  let gateway: GatewayStub;
  let nanoclaw: NanoClaw;

  const vitest = async (): Promise<{ exitCode: number | undefined; output: string }> => {
    const { exitCode, all } = await execa('node_modules/.bin/vitest', ['run', 'src/modules/traffic-guardian'], {
      cwd: nanoclaw.root,
      reject: false,
      all: true,
      timeout: 120_000,
    });
    return { exitCode, output: all };
  };

  beforeAll(async () => {
    gateway = await GatewayStub.start(() => undefined);
    nanoclaw = new NanoClaw(source ?? '', gateway);
    install({ folder: nanoclaw.root, env: {}, dryRun: false, inspectHttps: true, listen: '127.0.0.1' });
  }, 120_000);

  afterAll(async () => {
    await nanoclaw.dispose();
    await gateway.stop();
  }, 60_000);

  test('are green as installed, in the host and in the container', async () => {
    expect(await vitest()).toMatchObject({ exitCode: 0 });
    const bun = await execa('bun', ['test', 'src/traffic-guardian.test.ts'], {
      cwd: join(nanoclaw.root, 'container/agent-runner'),
      reject: false,
      all: true,
      timeout: 120_000,
    });
    expect(bun).toMatchObject({ exitCode: 0 });
  }, 300_000);

  test.each(mishapsFor(source))(
    'go red when $what ($file)',
    async ({ file, from, to }) => {
      const path = join(nanoclaw.root, file);
      const text = readFileSync(path, 'utf8');
      if (from === undefined) rmSync(path);
      else writeFileSync(path, text.replace(from, to ?? ''));
      try {
        const { exitCode, output } = await vitest();
        expect(output).toContain('FAIL');
        expect(exitCode).toBe(1);
      } finally {
        writeFileSync(path, text);
      }
    },
    180_000,
  );
});
