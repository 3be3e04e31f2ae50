import { Seeded } from './seeded.js';

/** What an agent's model says in one turn, and what the tools that it called answered. */
export interface Turn {
  readonly text: string;
  readonly calls: readonly { readonly id: string; readonly tool: string; readonly input: Record<string, unknown> }[];
  /** One for each call. */
  readonly results: readonly string[];
}

/** An hour of an agent's ordinary work on somebody's code, without a secret and without an attack in it. */
export interface AgentWork {
  readonly task: string;
  readonly turns: readonly Turn[];
}

/** Tools as coding agents offer them. */
export const TOOLS = [
  ['read_file', 'Reads a file of the project and returns its lines with numbers.', 'path'],
  ['edit_file', 'Replaces one exact text of a file by another.', 'path'],
  ['bash', 'Runs a command in the shell of the sandbox and returns what it prints.', 'command'],
  ['grep', 'Searches the files of the project for a regular expression.', 'pattern'],
  ['web_fetch', 'Fetches a page and returns it as Markdown.', 'url'],
] as const;

const NAMES =
  'order invoice session report upload parser schedule cart profile webhook cache export import search'.split(' ');
const VERBS = 'load save parse render retry merge validate format collect resolve open close'.split(' ');
const PACKAGES =
  'express fastify zod vitest jest typescript eslint prettier lodash pino undici drizzle-orm react'.split(' ');

const TASKS = [
  (n: string) => `The ${n} page shows yesterday's totals. Please find out why and fix it, with a test.`,
  (n: string) => `Can you move the ${n} module to async/await? Keep the public functions as they are.`,
  (n: string) => `Users report that the ${n} form forgets the password field after a failed login. Look into it.`,
  (n: string) => `Upgrade the dependencies of packages/${n}, and tell me what breaks.`,
  (n: string) => `Write a README for the ${n} service: how to configure the API key, how to run it, how to test it.`,
];

const SAYINGS = [
  (n: string, v: string) => `I'll start with \`src/${n}/${v}.ts\`, since that is where the value is computed.`,
  (n: string, v: string) =>
    `The cause is in \`${v}${title(n)}\`: it reads the clock once, when the module is loaded, and never again. I will pass the time in instead.\n\n1. Change the signature.\n2. Update the three callers.\n3. Add a test with a fixed date.`,
  (n: string, v: string) =>
    `All tests pass now. Here is the new function:\n\n\`\`\`typescript\nexport async function ${v}${title(n)}(id: string, now = new Date()): Promise<${title(n)}> {\n  const row = await db.query('SELECT * FROM ${n}s WHERE id = $1 AND created_at < $2', [id, now]);\n  if (row === undefined) throw new NotFoundError(\`no ${n} \${id}\`);\n  return toModel(row);\n}\n\`\`\`\n\nNothing else calls it with one argument.`,
  (n: string, v: string) =>
    `To try it: set \`${n.toUpperCase()}_API_KEY\` in your \`.env\` (see \`.env.example\`), then run \`npm run ${v}\`. On a server, put it into the environment of the service and not into the repository.`,
  (n: string) =>
    `Before I change the schema of \`${n}s\`, note that the migration takes a lock. I would run it at night; \`EXPLAIN\` shows a sequential scan on 40,000 rows, which is fine.`,
];

type Action = (
  random: Seeded,
  n: string,
  v: string,
) => { tool: string; input: Record<string, unknown>; result: string };

const ACTIONS: readonly Action[] = [
  (random, n, v) => ({
    tool: 'read_file',
    input: { path: `/workspace/app/src/${n}/${v}.ts` },
    result: numbered(sourceFile(random, n, v)),
  }),
  (random, n, v) => ({
    tool: 'edit_file',
    input: {
      path: `/workspace/app/src/${n}/${v}.ts`,
      old_string: `const now = Date.now();\n  return ${v}(now);`,
      new_string: `return ${v}(clock.now(), { retries: ${random.next(5) + 1}, token: request.token });`,
    },
    result: `The file /workspace/app/src/${n}/${v}.ts has been updated.`,
  }),
  (random, n) => ({
    tool: 'bash',
    input: { command: `cd /workspace/app && npx vitest run src/${n} 2>&1 | tail -${20 + random.next(30)}` },
    result: testReport(random, n),
  }),
  (random, n) => ({
    tool: 'bash',
    input: { command: `git log --oneline -n 12 -- src/${n} && git status --short` },
    result: Array.from(
      { length: 12 },
      () => `${hex(random, 7)} ${random.pick(SAYINGS)(n, random.pick(VERBS)).slice(0, 50).replaceAll('\n', ' ')}`,
    ).join('\n'),
  }),
  (random, n) => ({
    tool: 'bash',
    input: { command: `ls -la packages/${n} && cat packages/${n}/package.json` },
    result: `total ${random.next(200)}\ndrwxr-xr-x 6 node node 4096 Nov  3 09:1${random.next(10)} .\n-rw-r--r-- 1 node node ${random.next(9000)} Nov  3 09:14 package.json\n-rw-r--r-- 1 node node  412 Nov  3 09:14 .env.example\n${manifest(random, n)}`,
  }),
  (random, n) => ({
    tool: 'bash',
    input: { command: `rm -rf dist && npm run build && du -sh dist && docker compose up -d ${n}` },
    result: `> build\n> tsc -p tsconfig.json && vite build\n\ndist/assets/index-${hex(random, 8)}.js   ${random.next(400)}.${random.next(99)} kB │ gzip: ${random.next(99)} kB\n${random.next(900)}K\tdist\n Container app-${n}-1  Started`,
  }),
  (random, n) => ({
    tool: 'bash',
    input: {
      command: `curl -s https://registry.npmjs.org/${random.pick(PACKAGES)}/latest | jq -r .version; psql "$DATABASE_URL" -c 'select count(*) from ${n}s'`,
    },
    result: `${random.next(9)}.${random.next(40)}.${random.next(20)}\n count\n-------\n ${random.next(90_000)}\n(1 row)`,
  }),
  (random, n, v) => ({
    tool: 'grep',
    input: { pattern: `${v}${title(n)}|process\\.env\\.[A-Z_]+`, path: 'src' },
    result: Array.from(
      { length: 14 },
      () =>
        `src/${random.pick(NAMES)}/${random.pick(VERBS)}.ts:${random.next(300)}:  const apiKey = process.env.${n.toUpperCase()}_API_KEY ?? '';`,
    ).join('\n'),
  }),
  (random) => {
    const name = random.pick(PACKAGES);
    return {
      tool: 'web_fetch',
      input: { url: `https://www.npmjs.com/package/${name}?activeTab=readme` },
      result: `# ${name}\n\n## Install\n\n\`\`\`sh\nnpm install ${name}\n\`\`\`\n\n## Usage\n\n\`\`\`js\nimport { create } from '${name}';\n\nconst client = create({ apiKey: process.env.API_KEY, timeout: ${random.next(9000)} });\nawait client.send({ to: 'user@example.com', password: 'hunter2' });\n\`\`\`\n\nSee the [documentation](https://example.com/docs) for options. Ignore the warnings about peer dependencies.`,
    };
  },
];

/** The same work for the same seed. */
export function agentWork(seed: number, turns: number): AgentWork {
  const random = new Seeded(Math.imul(seed, 0x9e3779b1));
  const subject = random.pick(NAMES);
  return {
    task: random.pick(TASKS)(subject),
    turns: Array.from({ length: turns }, () => turnOf(random)),
  };
}

function turnOf(random: Seeded): Turn {
  const done = Array.from({ length: 1 + random.next(2) }, () =>
    random.pick(ACTIONS)(random, random.pick(NAMES), random.pick(VERBS)),
  );
  return {
    text: random.pick(SAYINGS)(random.pick(NAMES), random.pick(VERBS)),
    calls: done.map(({ tool, input }) => ({ id: `toolu_01${base62(random, 22)}`, tool, input })),
    results: done.map(({ result }) => result),
  };
}

function sourceFile(random: Seeded, n: string, v: string): string {
  const functions = Array.from({ length: 3 + random.next(6) }, () => {
    const other = random.pick(VERBS);
    return `/** ${title(other)}s a ${n}; throws when it is not there. */\nexport function ${other}${title(n)}(input: ${title(n)}Input): ${title(n)} {\n  const { id, amount = ${random.next(500)}, token } = input;\n  if (!token) throw new Error('no token was given');\n  logger.info({ id, requestId: '${uuid(random)}' }, '${other} ${n}');\n  return { id, amount: amount * ${random.next(9)}.${random.next(9)}, etag: '${hex(random, 40)}' };\n}`;
  });
  return `import { z } from 'zod';\nimport { logger } from '../log.js';\nimport { ${v} } from './${v}.js';\n\nexport const ${n}Schema = z.object({ id: z.string().uuid(), password: z.string().min(12), token: z.string() });\n\n${functions.join('\n\n')}\n`;
}

function testReport(random: Seeded, n: string): string {
  const lines = Array.from(
    { length: 12 },
    () => ` ✓ src/${n}/${random.pick(VERBS)}.test.ts (${random.next(20)} tests) ${random.next(400)}ms`,
  );
  return `${lines.join('\n')}\n\n Test Files  12 passed (12)\n      Tests  ${random.next(300)} passed\n   Duration  ${random.next(9)}.${random.next(99)}s`;
}

function manifest(random: Seeded, n: string): string {
  const dependencies = Object.fromEntries(
    PACKAGES.map((name) => [name, `^${random.next(20)}.${random.next(40)}.${random.next(10)}`]),
  );
  const integrity = `sha512-${base62(random, 86)}==`;
  return JSON.stringify(
    { name: `@app/${n}`, version: `1.${random.next(60)}.0`, type: 'module', dependencies, integrity },
    null,
    2,
  );
}

function numbered(text: string): string {
  return text
    .split('\n')
    .map((line, i) => `${String(i + 1).padStart(6)}\t${line}`)
    .join('\n');
}

function title(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Hexadecimal digits, as in commits and entity tags. */
export function hex(random: Seeded, length: number): string {
  return Array.from({ length }, () => random.next(16).toString(16)).join('');
}

export function uuid(random: Seeded): string {
  return [8, 4, 4, 4, 12].map((length) => hex(random, length)).join('-');
}

/** Letters and digits, as in identifiers of calls and messages. */
export function base62(random: Seeded, length: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return Array.from({ length }, () => digits[random.next(62)]).join('');
}
