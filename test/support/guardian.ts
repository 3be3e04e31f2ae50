import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../src/findings/finding.js';
import type { LivenessBounds } from '../../src/host/liveness.js';
import { Supervisor, type SupervisorEvent } from '../../src/host/supervisor.js';
import type { Config } from '../../src/sidecar/config.generated.js';
import { callControl } from '../../src/sidecar/control/client.js';
import { loadInstallKeys } from '../../src/sidecar/install-keys.js';
import { stateFolderAt } from '../../src/sidecar/state-folder.js';
import type { Status } from '../../src/sidecar/status.generated.js';
import { Credentials } from '../../src/proxy/credentials.js';
import { originAuthority } from './origin.js';

/** A real Guardian: a supervised sidecar process over a temporary state folder. */
export interface Guardian {
  readonly home: string;
  readonly supervisor: Supervisor;
  readonly events: SupervisorEvent[];
  /** Bundle of the CAs that a client needs; there when HTTPS inspection is on. */
  readonly bundle: string;
  readonly logDir: string;
  /** Proxy URL of an agent group. */
  proxyUrl(agent?: string): Promise<string>;
  status(): Promise<Status>;
  findings(query?: object): Promise<Finding[]>;
  /** Findings once `enough` says that all are there, or the deadline has passed. */
  findingsWhen(enough: (findings: Finding[]) => boolean): Promise<Finding[]>;
  /** Status once every connection that was made has ended and been accounted for. */
  statusWhen(enough: (status: Status) => boolean): Promise<Status>;
  stop(): Promise<void>;
  /** Stops and removes the state folder. */
  remove(): Promise<void>;
}

export interface GuardianOptions {
  readonly config?: Config;
  readonly env?: Record<string, string>;
  readonly home?: string;
  /** When a silent sidecar is taken for hung. */
  readonly liveness?: LivenessBounds | undefined;
}

export async function startGuardian(options: GuardianOptions = {}): Promise<Guardian> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'tg-'));
  const originCa = join(home, 'origin-ca.pem');
  writeFileSync(originCa, (await originAuthority()).certificatePem);
  const config: Config = { listen: { port: 0 }, trustedCaFiles: [originCa], ...options.config };
  writeFileSync(join(home, 'config.json'), JSON.stringify(config));
  const events: SupervisorEvent[] = [];
  const supervisor = await Supervisor.start({
    env: { ...process.env, NANOCLAW_TRAFFIC_GUARDIAN_HOME: home, ...options.env },
    onEvent: (event) => events.push(event),
    ...(options.liveness === undefined ? {} : { liveness: options.liveness }),
  });
  const state = stateFolderAt(home);
  const call = (method: string, params: object = {}): Promise<unknown> =>
    callControl(state.controlSocket, method, params);
  const guardian: Guardian = {
    home,
    supervisor,
    events,
    bundle: join(home, 'ca', 'bundle.pem'),
    logDir: join(home, 'log'),
    proxyUrl: async (agent = 'tester') => {
      const { listen } = await guardian.status();
      const credentials = new Credentials(loadInstallKeys(state).credentials, new Map());
      return `http://${agent}:${credentials.tokenFor(agent)}@${listen}`;
    },
    status: async () => (await call('status')) as Status,
    findings: async (query = {}) =>
      ((await call('findings', { limit: 1000, ...query })) as { findings: Finding[] }).findings,
    findingsWhen: (enough) => until(() => guardian.findings(), enough),
    statusWhen: (enough) => until(() => guardian.status(), enough),
    stop: () => supervisor.stop(),
    remove: async () => {
      await supervisor.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return guardian;
}

/** Asks until the answer is good or the deadline has passed, and returns the last answer. */
export async function until<T>(ask: () => Promise<T>, good: (answer: T) => boolean, deadlineMs = 30_000): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (good(answer) || performance.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
