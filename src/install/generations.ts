import { ENGLISH, languages } from '../text/locale/languages.js';
import type { Copy, Generation, Line, Seam } from './seams.js';

/** Where the Guardian's own folders are in a checkout: these are made, and deleted, whole. */
const MODULE_FOLDER = 'src/modules/traffic-guardian';
const MODULE_FOLDER_1 = 'src/traffic-guardian';
const CONTAINER_SKILL = 'container/skills/traffic-guardian';
export const SKILL_FOLDER = '.claude/skills/add-traffic-guardian';

const CONTAINER_TEST = 'container/agent-runner/src/traffic-guardian.test.ts';
const GATEWAY_FILE = 'src/gateway-providers/traffic-guardian.ts';

/** Everything that an installation of any generation puts beside NanoClaw's own files. */
export const OWN_PLACES = [
  MODULE_FOLDER,
  MODULE_FOLDER_1,
  CONTAINER_SKILL,
  CONTAINER_TEST,
  GATEWAY_FILE,
  SKILL_FOLDER,
] as const;

const commands: Seam = {
  file: 'src/cli/registry.ts',
  pattern: /^export function register\b/m,
  what: 'the registry of ncl commands',
};
const modules: Seam = { file: 'src/modules/index.ts', what: 'the barrel of modules' };
const runner: Seam = {
  file: 'src/container-runner.ts',
  pattern: /^ {2}(?:log\.info\('OneCLI gateway applied'|args\.push\('--entrypoint')/m,
  what: "the place where a container's command line is put together",
};
const lifecycle: Seam = {
  file: 'src/host-lifecycle.ts',
  pattern: /^export function onHostStart\b[^]*^export function onHostShutdown\b/m,
  what: "the host's start and stop",
};

const barrel: Line = { file: modules.file, text: "import './traffic-guardian/index.js';", places: [{ at: 'end' }] };
const spawn: Line = {
  file: runner.file,
  text: "await (await import('./modules/traffic-guardian/index.js')).containerSpawn(args, agentGroup.id);",
  places: [
    // Where the options end, everything that the container would be given can be seen.
    { at: 'before', anchor: /^ {2}args\.push\('--entrypoint'/ },
    { at: 'after', anchor: /^ {2}log\.info\('OneCLI gateway applied'/ },
  ],
};

const tools: readonly Copy[] = [
  { from: 'payload/container/mcp.mjs', to: `${CONTAINER_SKILL}/mcp.mjs` },
  { from: 'payload/container/ca-doctor.mjs', to: `${CONTAINER_SKILL}/ca-doctor.mjs` },
  { from: 'setup/nanoclaw/container/instructions.md', to: `${CONTAINER_SKILL}/instructions.md` },
  { from: 'setup/nanoclaw/container/SKILL.md', to: `${CONTAINER_SKILL}/SKILL.md` },
  // English is compiled in. No folder: the first NanoClaws copy nothing but files.
  ...languages
    .filter((language) => language !== ENGLISH)
    .map(({ tag }) => ({ from: `payload/i18n/${tag}.json`, to: `${CONTAINER_SKILL}/texts.${tag}.json` })),
];
const bunTest: Copy = { from: 'setup/nanoclaw/tests/container.test.ts.txt', to: CONTAINER_TEST };

function hostFiles(module: string, ...tests: readonly string[]): Copy[] {
  return [
    { from: `setup/nanoclaw/host/${module}.ts.txt`, to: `${MODULE_FOLDER}/index.ts` },
    ...['2.x', ...tests].map((name) => ({
      from: `setup/nanoclaw/tests/${name}.test.ts.txt`,
      to: `${MODULE_FOLDER}/${name === '2.x' ? 'traffic-guardian' : name.replace(/^[\d.x]+-/, '')}.test.ts`,
    })),
  ];
}

const IMPORT_1 = "(await import('./traffic-guardian/index.js'))";

/** All shapes, the newest first: what an older one needs may still be there in a newer one. */
export const generations: readonly Generation[] = [
  {
    name: '2.4',
    seams: [
      modules,
      commands,
      lifecycle,
      { file: 'src/gateway-providers/installed.ts', what: 'the barrel of gateways' },
      {
        file: 'src/gateway-providers/gateway-provider-registry.ts',
        pattern: /^export function listGatewayProviderRegistrations\b/m,
        what: 'the registry of gateways',
      },
    ],
    lines: [
      barrel,
      { file: 'src/gateway-providers/installed.ts', text: "import './traffic-guardian.js';", places: [{ at: 'end' }] },
    ],
    copies: [
      ...hostFiles('2.4', '2.1-lifecycle', '2.4-gateway'),
      { from: 'setup/nanoclaw/host/2.4-gateway.ts.txt', to: GATEWAY_FILE },
      ...tools,
      bunTest,
    ],
  },
  {
    name: '2.1',
    seams: [modules, commands, lifecycle, runner],
    lines: [barrel, spawn],
    copies: [...hostFiles('2.1', '2.1-lifecycle', '2.x-spawn'), ...tools, bunTest],
  },
  {
    name: '2.0',
    seams: [
      modules,
      commands,
      { file: 'src/delivery.ts', pattern: /^export function onDeliveryAdapterReady\b/m, what: "the host's start" },
      { file: 'src/response-registry.ts', pattern: /^export function onShutdown\b/m, what: "the host's stop" },
      runner,
    ],
    lines: [barrel, spawn],
    copies: [...hostFiles('2.0', '2.0-lifecycle', '2.x-spawn'), ...tools, bunTest],
  },
  {
    name: '1.x',
    seams: [
      { file: 'src/index.ts', pattern: /^ {2}initDatabase\(\);/m, what: "the host's start" },
      { file: 'src/index.ts', pattern: /^ {4}logger\.info\(\{ signal \}/m, what: "the host's stop" },
      {
        file: 'src/container-runner.ts',
        pattern: /^ {2}const containerArgs = (?:await )?buildContainerArgs\(/m,
        what: "the place where a container's command line is put together",
      },
      { file: 'src/ipc.ts', pattern: /^ {2}switch \(data\.type\) \{/m, what: 'the reader of task files' },
      { file: 'src/logger.ts', pattern: /^export const logger\b/m, what: "the host's log" },
      {
        file: 'container/agent-runner/src/index.ts',
        pattern: /^ +'mcp__nanoclaw__\*',?$[^]*^ +mcpServers: \{$/m,
        what: "the agent's list of tools",
      },
    ],
    lines: [
      {
        file: 'src/index.ts',
        text: `await ${IMPORT_1}.hostStart();`,
        places: [{ at: 'after', anchor: /^ {2}initDatabase\(\);/ }],
      },
      {
        file: 'src/index.ts',
        text: `await ${IMPORT_1}.hostStop();`,
        places: [{ at: 'after', anchor: /^ {4}logger\.info\(\{ signal \}/ }],
      },
      {
        file: 'src/container-runner.ts',
        text: `await ${IMPORT_1}.containerSpawn(containerArgs, group.folder);`,
        places: [{ at: 'after-statement', anchor: /^ {2}const containerArgs = (?:await )?buildContainerArgs\(/ }],
      },
      {
        file: 'src/ipc.ts',
        text: `if (await ${IMPORT_1}.requestFile(data, sourceGroup)) return;`,
        places: [{ at: 'before', anchor: /^ {2}switch \(data\.type\) \{/ }],
      },
      {
        file: 'container/agent-runner/src/index.ts',
        text: "'mcp__traffic-guardian__*',",
        places: [{ at: 'before', anchor: /^ +'mcp__nanoclaw__\*',?$/ }],
      },
      {
        file: 'container/agent-runner/src/index.ts',
        text: "'traffic-guardian': { command: 'node', args: ['/home/node/.claude/skills/traffic-guardian/mcp.mjs'] },",
        places: [{ at: 'after', anchor: /^ +mcpServers: \{$/ }],
      },
    ],
    copies: [
      { from: 'setup/nanoclaw/host/1.x.ts.txt', to: `${MODULE_FOLDER_1}/index.ts` },
      { from: 'setup/nanoclaw/tests/1.x.test.ts.txt', to: `${MODULE_FOLDER_1}/traffic-guardian.test.ts` },
      ...tools,
    ],
  },
];
