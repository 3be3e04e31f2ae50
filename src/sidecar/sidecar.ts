import { join } from 'node:path';
import type { Logger } from 'pino';
import { Dedup } from '../findings/dedup.js';
import { displayDest } from '../findings/display-dest.js';
import type { FindingDraft } from '../findings/finding.js';
import { FindingsJournal } from '../findings/journal/journal.js';
import { Observer } from '../observe/observer.js';
import { AgentConnections } from '../proxy/agent-connections.js';
import { Credentials } from '../proxy/credentials.js';
import { authorityOf } from '../proxy/destination.js';
import { Dialer } from '../proxy/dial/dialer.js';
import { parseUpstreamProxy } from '../proxy/dial/upstream-proxy.js';
import type { FrontDoor } from '../proxy/front-door/front-door.js';
import { InspectionPolicy } from '../proxy/inspect/inspection-policy.js';
import { Inspector } from '../proxy/inspect/inspector.js';
import type { ProxyEvent } from '../proxy/proxy-event.js';
import { Reach } from '../proxy/reach/reach.js';
import { GuardianError } from '../text/guardian-error.js';
import { AgentRegistry } from './agents/agent-registry.js';
import { writeCaBundle } from './ca/ca-bundle.js';
import { RunningCa } from './ca/running-ca.js';
import { loadConfig } from './config.js';
import { callControl } from './control/client.js';
import { controlHandlers } from './control/handlers.js';
import { ControlServer } from './control/server.js';
import { CoverageLedger } from './coverage-ledger.js';
import { passphraseFileFrom } from './environment.js';
import { withGatewayCa } from './gateway-ca.js';
import { loadInstallKeys } from './install-keys.js';
import { openLog } from './log.js';
import type { ObserverProgramData } from './observer-program.js';
import { openDoor } from './open-door.js';
import type { Settings } from './settings.js';
import { ensurePrivateFolder, stateFolderAt, type StateFolder } from './state-folder.js';
import { buildStatus } from './status.js';
import { UpstreamAuthorities } from './upstream-authorities.js';
import type { Status } from './status.generated.js';

export interface SidecarOptions {
  readonly home: string;
  readonly configFile: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Shared memory between relay and observer. Only as much of it is ever resident as bursts have filled. */
const RING_BYTES = 16 * 1024 * 1024;
/** A scan of one message takes milliseconds; an observer that stands still for this long will not go on. */
const STALLED_AFTER_MS = 5_000;
/** How often retention looks at the journal, in milliseconds. */
const SWEEP_INTERVAL_MS = 60 * 60 * 1000;

/** The sidecar process put together: front door, relay, observer, journal and control socket over one state folder. */
export class Sidecar {
  readonly state: StateFolder;
  readonly settings: Settings;
  readonly startedAt = new Date();
  readonly credentials: Credentials;
  readonly log: Logger;
  readonly ledger = new CoverageLedger();
  readonly policy: InspectionPolicy;
  /** Present with HTTPS inspection. */
  readonly ca: RunningCa | undefined;
  readonly agents: AgentRegistry;
  readonly authorities: UpstreamAuthorities;
  readonly agentConnections: AgentConnections;
  readonly journal: FindingsJournal;
  readonly findingsFolder: string;
  readonly observer: Observer;
  readonly #dedup: Dedup;
  readonly #sweep: NodeJS.Timeout;
  #door: FrontDoor | undefined;
  #control: ControlServer | undefined;

  /**
   * Starts everything, or nothing.
   *
   * @throws GuardianError that says what stands in the way: another sidecar, a taken port, a bad configuration, a folder
   *   or file that cannot be used.
   */
  static async start(options: SidecarOptions): Promise<Sidecar> {
    const { settings } = loadConfig(options.configFile, options.home, options.env);
    const state = stateFolderAt(options.home);
    ensurePrivateFolder(options.home);
    await refuseSecond(state);
    ensurePrivateFolder(settings.logDir);
    const findingsFolder = join(settings.logDir, 'findings');
    const log = openLog(join(settings.logDir, 'sidecar.log'), settings.logLevel);
    const ca = settings.httpsInspection.enabled ? await openCa(state, settings, options.env) : undefined;
    const keys = loadInstallKeys(state);
    const agents = AgentRegistry.open(state.agents, keys.upstreams);
    const authorities = new UpstreamAuthorities(options.home, settings.trustedCaFiles, options.env);
    const journal = await FindingsJournal.open({
      folder: findingsFolder,
      maxFileBytes: settings.findings.maxFileBytes,
      maxTotalBytes: settings.findings.maxTotalBytes,
      maxAgeDays: settings.findings.maxAgeDays,
      report: (event) => log.info({ journal: event }, 'journal'),
    });
    const sidecar = new Sidecar(state, settings, log, journal, findingsFolder, {
      credentials: new Credentials(keys.credentials, agents.generations),
      fingerprintKey: keys.fingerprints,
      agents,
      ca,
      authorities,
    });
    if (ca !== undefined) log.info({ fingerprint: ca.fingerprint }, `CA ${ca.outcome}`);
    try {
      await sidecar.observer.start();
      const upstream = settings.upstreamProxy === undefined ? undefined : parseUpstreamProxy(settings.upstreamProxy);
      // The port is taken first: it is also what keeps two sidecars that start at once from both going on.
      sidecar.#door = await openDoor(settings, {
        access: {
          authenticate: (username, password) => sidecar.credentials.authenticate(username, password),
          upstreamFor: (agent) => agents.upstreamFor(agent) ?? upstream,
        },
        dialer: new Dialer(new Reach(settings.allowHostServices), authorities.trust),
        inspector: ca && new Inspector(ca.leaves, authorities.trust),
        policy: sidecar.policy,
        tap: sidecar.observer,
        report: (event) => sidecar.#onProxyEvent(event),
        limits: settings.limits,
        agentConnections: sidecar.agentConnections,
      });
      sidecar.#control = await ControlServer.listen({
        path: state.controlSocket,
        handlers: controlHandlers(sidecar, options),
        onRefused: (code) => log.warn({ code }, 'control request refused'),
      });
    } catch (error) {
      await sidecar.stop(0);
      throw error;
    }
    log.info({ listen: sidecar.listening, home: options.home }, 'started');
    return sidecar;
  }

  private constructor(
    state: StateFolder,
    settings: Settings,
    log: Logger,
    journal: FindingsJournal,
    findingsFolder: string,
    secrets: {
      credentials: Credentials;
      fingerprintKey: Buffer;
      agents: AgentRegistry;
      ca: RunningCa | undefined;
      authorities: UpstreamAuthorities;
    },
  ) {
    this.state = state;
    this.settings = settings;
    this.log = log;
    this.journal = journal;
    this.findingsFolder = findingsFolder;
    this.credentials = secrets.credentials;
    this.agents = secrets.agents;
    this.authorities = secrets.authorities;
    this.ca = secrets.ca;
    this.agentConnections = new AgentConnections(settings.limits.connectionsPerAgent);
    const { enabled, tunnelHosts, pinnedForMs } = settings.httpsInspection;
    this.policy = new InspectionPolicy({ enabled, tunnelHosts, pinnedForMs });
    this.#dedup = new Dedup({
      windowMs: settings.findings.dedupWindowMs,
      write: (finding) => void journal.append(finding),
    });
    const programData: ObserverProgramData = {
      fingerprintKey: secrets.fingerprintKey,
      maxScanBytes: settings.maxScanBytes,
    };
    this.observer = new Observer({
      program: new URL('./observer-program.js', import.meta.url),
      programData,
      ringBytes: RING_BYTES,
      stalledAfterMs: STALLED_AFTER_MS,
      onMessage: (drafts) => this.#onDrafts(drafts),
      onFlowClosed: (flow, coverage) => this.ledger.observed(flow, coverage),
      onEvent: (event) => log.info({ observer: event }, 'observer'),
    });
    this.#sweep = setInterval(() => void journal.sweep(), SWEEP_INTERVAL_MS);
    this.#sweep.unref();
  }

  /** Address that clients connect to, `host:port`. */
  get listening(): string {
    return authorityOf({ host: this.settings.listen.host, port: this.#door?.port ?? 0 });
  }

  /** Proxy URL of an agent group on this machine, with its credential. */
  proxyUrlFor(agent: string): string {
    const base = new URL(this.settings.proxyUrl ?? `http://${this.listening}`);
    base.username = agent;
    base.password = this.credentials.tokenFor(agent);
    return base.href.replace(/\/$/, '');
  }

  async status(): Promise<Status> {
    return buildStatus(this);
  }

  /**
   * Stops in order: no new connections, what is running gets its time, what was relayed is looked at, what was found is
   * written. The control socket goes last, so that a stop can be watched.
   */
  async stop(drainMs = this.settings.limits.drainTimeoutMs): Promise<void> {
    clearInterval(this.#sweep);
    await this.#door?.close(drainMs);
    await this.observer.stop(Math.max(500, drainMs));
    this.#dedup.close();
    await this.journal.close();
    await this.#control?.close();
    this.log.info('stopped');
    this.log.flush();
  }

  /** The observer's thread is part of this program and its drafts are redacted by construction. */
  #onDrafts(drafts: unknown): void {
    if (!isDraftList(drafts)) return;
    for (const draft of drafts) this.#dedup.observe(draft);
  }

  #onProxyEvent(event: ProxyEvent): void {
    if (event.kind === 'flow-ended') this.ledger.unobserved(event.end);
    else this.log.info({ proxy: shown(event) }, event.kind);
  }
}

/** An event as it may be written down: a host name can carry data, so it goes through the same mask as in findings. */
function shown(event: Exclude<ProxyEvent, { kind: 'flow-ended' }>): object {
  if (!('destination' in event)) return event;
  const { host, port } = event.destination;
  return { ...event, destination: displayDest(host, port) };
}

function isDraftList(value: unknown): value is readonly FindingDraft[] {
  return (
    Array.isArray(value) && value.every((draft) => typeof draft === 'object' && draft !== null && 'snippet' in draft)
  );
}

function openCa(state: StateFolder, settings: Settings, env: NodeJS.ProcessEnv): Promise<RunningCa> {
  return RunningCa.open({
    state,
    passphraseFile: passphraseFileFrom(env),
    validDays: settings.httpsInspection.caDays,
    bundle: (certificates) =>
      writeCaBundle(settings.caBundle, certificates, withGatewayCa(state.home, settings.trustedCaFiles)),
  });
}

async function refuseSecond(state: StateFolder): Promise<void> {
  try {
    await callControl(state.controlSocket, 'ping', {}, 2_000);
  } catch (error) {
    if (error instanceof GuardianError && error.code === 'control.not_running') return;
  }
  throw new GuardianError({ code: 'sidecar.already_running', args: { home: state.home } });
}
