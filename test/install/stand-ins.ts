import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The files of a checkout that matter to us, by path. */
export type Files = Readonly<Record<string, string>>;

const manifest = (version: string): string => `{ "name": "nanoclaw", "version": "${version}", "type": "module" }\n`;

const barrel = "// Modules register themselves.\nimport './approvals/index.js';\n";
const registry = 'export function register<TArgs, TData>(def: object): void {}\n';
const runner = [
  'async function buildContainerArgs(mounts: object[], containerName: string, agentGroup: { id: string }) {',
  "  const args: string[] = ['run', '--rm', '--name', containerName];",
  '  const onecliApplied = await onecli.applyContainerConfig(args, { agent: agentGroup.id });',
  "  if (!onecliApplied) throw new Error('refusing to spawn');",
  "  log.info('OneCLI gateway applied', { containerName });",
  '  args.push(...hostGatewayArgs());',
  '  // Override entrypoint: run via Bun.',
  "  args.push('--entrypoint', 'bash');",
  '  return args;',
  '}',
  '',
].join('\n');
const lifecycle = [
  'export type HostStartCallback = () => void | Promise<void>;',
  'export function onHostStart(cb: HostStartCallback): void {}',
  'export function onHostShutdown(cb: HostStartCallback): void {}',
  '',
].join('\n');

const common2 = { 'src/modules/index.ts': barrel, 'src/cli/registry.ts': registry };

/** Small stand-ins for the shapes of NanoClaw, with the seams that were measured on the real ones and nothing else. */
export const standIns = {
  '2.0': {
    ...common2,
    'package.json': manifest('2.0.64'),
    'src/container-runner.ts': runner,
    'src/delivery.ts': 'export function onDeliveryAdapterReady(cb: (adapter: object) => void): void {}\n',
    'src/response-registry.ts': 'export function onShutdown(cb: () => void | Promise<void>): void {}\n',
  },
  '2.1': {
    ...common2,
    'package.json': manifest('2.1.54'),
    'src/container-runner.ts': runner,
    'src/host-lifecycle.ts': lifecycle,
    'src/delivery.ts': 'export function onDeliveryAdapterReady(cb: (adapter: object) => void): void {}\n',
    'src/response-registry.ts': 'export function onShutdown(cb: () => void | Promise<void>): void {}\n',
  },
  '2.4': {
    ...common2,
    'package.json': manifest('2.4.0'),
    'src/container-runner.ts': 'export async function wakeContainer(): Promise<void> {}\n',
    'src/host-lifecycle.ts': lifecycle,
    'src/gateway-providers/installed.ts': "import './onecli.js';\n",
    'src/gateway-providers/gateway-provider-registry.ts':
      'export function registerGatewayProvider(definition: object): void {}\n' +
      'export function listGatewayProviderRegistrations(): object[] { return []; }\n',
  },
  '1.x': {
    'package.json': manifest('1.2.52'),
    'src/index.ts': [
      'async function main(): Promise<void> {',
      '  initDatabase();',
      '  loadState();',
      '  const shutdown = async (signal: string) => {',
      "    logger.info({ signal }, 'Shutdown signal received');",
      '    process.exit(0);',
      '  };',
      '}',
      '',
    ].join('\n'),
    'src/container-runner.ts': [
      'export async function runContainerAgent(group: { folder: string }): Promise<void> {',
      '  const containerArgs = await buildContainerArgs(',
      '    mounts,',
      '    containerName,',
      '  );',
      '  spawn(CONTAINER_RUNTIME_BIN, containerArgs);',
      '}',
      '',
    ].join('\n'),
    'src/ipc.ts': [
      'export async function processTaskIpc(data: { type: string }, sourceGroup: string): Promise<void> {',
      '  switch (data.type) {',
      "    case 'schedule_task':",
      '      break;',
      '  }',
      '}',
      '',
    ].join('\n'),
    'src/logger.ts': 'export const logger = { info() {}, warn() {}, error() {} };\n',
    'container/agent-runner/src/index.ts': [
      'const options = {',
      '      allowedTools: [',
      "        'Bash',",
      "        'mcp__nanoclaw__*'",
      '      ],',
      '      mcpServers: {',
      "        nanoclaw: { command: 'node', args: [] },",
      '      },',
      '};',
      '',
    ].join('\n'),
  },
} as const satisfies Record<string, Files>;

/** Writes files into a new folder and returns it. */
export function checkoutOf(files: Files): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tg-install-')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** Every file and folder of a checkout, with content and permissions: equal when nothing at all is different. */
export function treeOf(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true }).map(String).sort();
  return Object.fromEntries(
    entries.map((name) => {
      const stat = statSync(join(root, name));
      const content = stat.isDirectory() ? '' : readFileSync(join(root, name), 'latin1');
      return [name, `${(stat.mode & 0o777).toString(8)} ${content}`];
    }),
  );
}
