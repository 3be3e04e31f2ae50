// A day of honest work through a real Guardian: installs, clones, documentation and model conversations. What it finds is
// listed one by one; each is a false positive until somebody shows that it is not. Reaches the npm registry and this machine.
//   npm run build && node build/bench/real-day.js <git dir> [npm|git|docs|models ...] > findings.json
import { execa } from 'execa';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ProxyAgent, request } from 'undici';
import type { Status } from '../src/sidecar/status.generated.js';
import { serveGit } from '../test/support/git-origin.js';
import { startGuardian, type Guardian } from '../test/support/guardian.js';
import { startHttpsOrigin } from '../test/support/origin.js';
import { agentWork } from './stage/agent-work.js';
import { anthropic, openai } from './stage/model-messages.js';

/** A tree of some hundred packages. */
const TREE = ['react-scripts@5.0.1', 'webpack@5.101.0', 'eslint@9.39.5', 'jest@30.5.2', 'express@5.1.0'];
/** Packages whose documents are fetched from the registry; each holds every version's manifest and often a README. */
const DOCUMENTS =
  'express react vue webpack dotenv jsonwebtoken passport aws-sdk stripe twilio openai @anthropic-ai/sdk pg mysql2 redis ' +
  'nodemailer axios node-fetch shelljs execa puppeteer playwright firebase googleapis @slack/web-api discord.js telegraf';
const CONVERSATIONS = 30;
const TURNS = 8;
const DOCUMENTATION = /\.(?:md|markdown|html?)$/i;
const INSTALL_TIMEOUT_MS = 540_000;

const [gitDir = '', ...chosen] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'tg-day-'));
const pages = new Map<string, string>();
const answers = new Map<string, string>();

const serve: RequestListener = (incoming, response) => {
  const url = incoming.url ?? '/';
  if (url.startsWith('/git/')) {
    serveGit(dirname(gitDir), (path) => path.replace(/^\/git/, ''))(incoming, response);
    return;
  }
  const page = pages.get(url);
  if (page !== undefined) {
    response.setHeader('content-type', /html?$/i.test(page) ? 'text/html' : 'text/markdown');
    response.end(readFileSync(page));
    return;
  }
  incoming.resume().on('end', () => {
    const answer = answers.get(url) ?? '{}';
    response.setHeader('content-type', answer.startsWith('{') ? 'application/json' : 'text/event-stream');
    response.end(answer);
  });
};

const origin = await startHttpsOrigin(serve);
const guardian = await startGuardian({
  config: { httpsInspection: { enabled: true }, allowHostServices: [`localhost:${origin.port}`] },
});
try {
  for (const [name, work] of Object.entries({ npm: install, git: clone, docs: read, models: converse })) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const begun = Date.now();
    const done = await work(await guardian.proxyUrl(name), guardian).catch((error: unknown) => String(error));
    console.error(`${name}: ${done} in ${Math.round((Date.now() - begun) / 1000)} s; ${await unseenSoFar(guardian)}`);
  }
  // Connections that clients keep open end with their agents; what the observer has not looked at yet is waited for.
  const { coverage } = await guardian.statusWhen(() => false);
  console.log(JSON.stringify({ coverage, findings: await guardian.findings() }, null, 2));
} finally {
  await guardian.remove();
  await origin.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Installs a large tree from the registry with an empty cache, and keeps it for {@link read}. */
async function install(proxy: string, { bundle }: Guardian): Promise<string> {
  await execa('npm', ['init', '-y'], { cwd: folder });
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', join(folder, 'cache'), ...TREE];
  await execa('npm', args, { cwd: folder, env: clientEnv(proxy, bundle), timeout: INSTALL_TIMEOUT_MS });
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as { packages: object };
  return `${Object.keys(lock.packages).length - 1} packages`;
}

/** Clones a repository over HTTPS by git's smart protocol. */
async function clone(proxy: string, { bundle }: Guardian): Promise<string> {
  const target = join(folder, 'clone');
  const args = ['clone', '--quiet', `${origin.url}/git/${basename(gitDir)}`, target];
  await execa('git', args, { env: clientEnv(proxy, bundle), timeout: INSTALL_TIMEOUT_MS });
  for (const file of filesBelow(target)) if (!file.includes('/.git/')) pages.set(`/clone/${pages.size}`, file);
  const { stdout } = await execa('git', ['-C', target, 'rev-parse', '--short', 'HEAD']);
  return `${pages.size} files at ${stdout}`;
}

/** Reads the documentation of every installed package, the files of the clone, and documents of the registry. */
async function read(proxy: string, { bundle }: Guardian): Promise<string> {
  const tree = join(folder, 'node_modules');
  for (const file of existsSync(tree) ? filesBelow(tree) : []) {
    if (DOCUMENTATION.test(file)) pages.set(`/docs/${pages.size}`, file);
  }
  const urls = [
    ...[...pages.keys()].map((path) => `${origin.url}${path}`),
    ...DOCUMENTS.split(' ').map((name) => `https://registry.npmjs.org/${name}`),
  ];
  const sizes = await fetchAll(urls, new ProxyAgent({ uri: proxy, requestTls: { ca: readFileSync(bundle) } }));
  return `${sizes.length} pages, ${sum(sizes)} bytes`;
}

/** Talks to models: the whole conversation goes out with each turn, the next turn comes in, streamed or not. */
async function converse(proxy: string, { bundle }: Guardian): Promise<string> {
  const dispatcher = new ProxyAgent({ uri: proxy, requestTls: { ca: readFileSync(bundle) } });
  let bytes = 0;
  let messages = 0;
  for (let seed = 1; seed <= CONVERSATIONS; seed++) {
    const work = agentWork(seed, TURNS);
    for (const [at, turn] of work.turns.entries()) {
      for (const shape of [anthropic, openai]) {
        const isStream = (seed + at) % 3 > 0;
        const path = `/models/${seed}/${at}${shape.path}`;
        const body = shape.request(work, at, isStream);
        answers.set(path, isStream ? shape.events(turn) : shape.reply(turn));
        const headers = { 'content-type': 'application/json' };
        const { body: answer } = await request(`${origin.url}${path}`, { method: 'POST', headers, body, dispatcher });
        bytes += body.length + (await answer.text()).length;
        messages++;
      }
    }
  }
  await dispatcher.close();
  return `${messages} requests of ${CONVERSATIONS} conversations, ${bytes} bytes`;
}

/** Fetches pages, a few at a time, and no faster than they are looked at: who reads them is slower than loopback is. */
async function fetchAll(urls: readonly string[], dispatcher: ProxyAgent): Promise<number[]> {
  const waiting = [...urls];
  const sizes: number[] = [];
  const fetchNext = async (): Promise<void> => {
    for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
      const { body } = await request(url, { dispatcher });
      sizes.push((await body.arrayBuffer()).byteLength);
      await guardian.statusWhen(hasLookedAtAll);
    }
  };
  await Promise.all(Array.from({ length: 4 }, fetchNext));
  await dispatcher.close();
  return sizes;
}

function hasLookedAtAll({ observer }: Status): boolean {
  return observer.backlog_bytes === 0;
}

/** What has not been looked at up to here, by outcome; connections that are open are not in it. */
async function unseenSoFar(watching: Guardian): Promise<string> {
  const { outcomes } = (await watching.statusWhen(hasLookedAtAll)).coverage;
  const unseen = Object.entries(outcomes).filter(([, { bytes_unseen: bytes }]) => bytes > 0);
  return unseen.map(([outcome, { bytes_unseen: bytes }]) => `${outcome} ${bytes}`).join(', ') || 'all seen';
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true })
    .map((name) => join(root, String(name)))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

function clientEnv(proxy: string, bundle: string): Record<string, string> {
  return {
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    NO_PROXY: '',
    no_proxy: '',
    NODE_EXTRA_CA_CERTS: bundle,
    GIT_SSL_CAINFO: bundle,
    npm_config_noproxy: '',
    npm_config_https_proxy: proxy,
    npm_config_cafile: bundle,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
