import { join } from 'node:path';
import type { Logger } from 'pino';
import type { AuditLog } from '../audit/audit-log.js';
import { leaveAuditNote } from '../audit/notes.js';
import { Dedup } from '../findings/dedup.js';
import type { FindingDraft } from '../findings/finding.js';
import type { FindingsJournal } from '../findings/journal/journal.js';
import { Observer } from '../observe/observer.js';
import { AgentConnections } from '../proxy/agent-connections.js';
import { Credentials } from '../proxy/credentials.js';
import { authorityOf } from '../proxy/destination.js';
import type { FrontDoor } from '../proxy/front-door/front-door.js';
import { InspectionPolicy } from '../proxy/inspect/inspection-policy.js';
import type { ProxyContext } from '../proxy/proxy-context.js';
import type { ProxyEvent } from '../proxy/proxy-event.js';
import { GuardianError } from '../text/guardian-error.js';
import { AgentRegistry } from './agents/agent-registry.js';
import { BoundedLog } from './bounded-log.js';
import type { RunningCa, RunningCaOptions } from './ca/running-ca.js';
import { caOptionsOf } from './ca-options.js';
import { loadConfig } from './config.js';
import { Configuration } from './configuration.js';
import { controlHandlers } from './control/handlers.js';
import { LastingControl } from './control/lasting-control.js';
import { CoverageLedger } from './coverage-ledger.js';
import { keepGatewayCa } from './gateway-ca.js';
import { loadInstallKeys, type InstallKeys } from './install-keys.js';
import { openLog } from './log.js';
import { openDoor } from './open-door.js';
import type { ObserverProgramData } from './observer-program.js';
import { OperatorLists } from './operator-lists.js';
import { openStores, type Stores } from './open-stores.js';
import { Pause, type PauseEnd } from './pause.js';
import type { Protections } from './protections.js';
import { MetricsPort } from './metrics/metrics-port.js';
import { metricsText } from './metrics/metrics-text.js';
import { auditEventOf, shownEvent } from './proxy-audit.js';
import { proxyParts, type ProxyParts } from './proxy-parts.js';
import { refuseSecond } from './refuse-second.js';
import { reload, type ReloadReport } from './reload.js';
import type { Settings } from './settings.js';
import { fingerprintKeyOf } from './sending/fleet-key.js';
import { RunningSinks } from './sending/running-sinks.js';
import { ensurePrivateFolder, stateFolderAt, type StateFolder } from './state-folder.js';
import { buildStatus } from './status.js';
import type { Status } from './status.generated.js';
import { readSupervision } from './supervision.js';
import type { Supervision } from './supervision.generated.js';
import { version } from './version.js';

export interface SidecarOptions {
  readonly home: string;
  readonly configFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** What protects the host from this process. */
  readonly protections: Protections;
}

/** Shared memory between relay and observer. Only as much of it is ever resident as bursts have filled. */
const RING_BYTES = 16 * 1024 * 1024;
/** A scan of one message takes milliseconds; an observer that stands still for this long will not go on. */
const STALLED_AFTER_MS = 5_000;
/** How often retention looks at the journal, in milliseconds. */
const SWEEP_INTERVAL_MS = 60 * 60 * 1000;

/** What a sidecar is made of that is there before it. */
interface Foundation {
  readonly options: SidecarOptions;
  readonly state: StateFolder;
  readonly configuration: Configuration;
  readonly caOptions: RunningCaOptions;
  readonly parts: ProxyParts;
  readonly keys: InstallKeys;
  readonly agents: AgentRegistry;
  readonly stores: Stores;
  readonly log: Logger;
}

/** The sidecar process put together: front door, relay, observer, journal and control socket over one state folder. */
export class Sidecar {
  readonly options: SidecarOptions;
  readonly state: StateFolder;
  readonly configuration: Configuration;
  readonly startedAt = new Date();
  readonly credentials: Credentials;
  readonly log: Logger;
  readonly ledger = new CoverageLedger();
  readonly policy: InspectionPolicy;
  readonly pause: Pause;
  readonly agents: AgentRegistry;
  readonly agentConnections: AgentConnections;
  readonly journal: FindingsJournal;
  readonly audit: AuditLog;
  readonly logFile: BoundedLog;
  readonly findingsFolder: string;
  readonly observer: Observer;
  readonly lists: OperatorLists;
  readonly sinks = new RunningSinks(this);
  /** What clients met with or brought about, by kind of event. */
  readonly counts = new Map<string, number>();
  /** Shown by whoever may read metrics from the port. */
  readonly metricsToken: string;
  readonly #fingerprintKey: Buffer;
  readonly #findingKey: Buffer;
  readonly #caOptions: RunningCaOptions;
  readonly #dedup: Dedup;
  readonly #sweep: NodeJS.Timeout;
  #parts: ProxyParts;
  #door: FrontDoor | undefined;
  #control: LastingControl | undefined;
  #metricsPort: MetricsPort | undefined;
  #reloading: Promise<unknown> = Promise.resolve();

  /**
   * Starts everything, or nothing.
   *
   * @throws GuardianError that says what stands in the way: another sidecar, a taken port, a bad configuration, a folder
   *   or file that cannot be used.
   */
  static async start(options: SidecarOptions): Promise<Sidecar> {
    try {
      return await Sidecar.#start(options);
    } catch (error) {
      const code = error instanceof GuardianError ? error.code : 'sidecar.internal';
      // Whoever runs on the state folder, now or next, takes it into the chain.
      leaveAuditNote(stateFolderAt(options.home).auditNotes, { kind: 'start_failed', code });
      throw error;
    }
  }

  static async #start(options: SidecarOptions): Promise<Sidecar> {
    const loaded = loadConfig(options.configFile, options.home, options.env);
    const { settings } = loaded;
    const state = stateFolderAt(options.home);
    ensurePrivateFolder(options.home);
    await refuseSecond(state);
    ensurePrivateFolder(settings.logDir);
    const logFile = new BoundedLog({ ...settings.logs, file: join(settings.logDir, 'sidecar.log') });
    const log = openLog(logFile, settings.logLevel);
    const keys = loadInstallKeys(state);
    const configuration = new Configuration(options, loaded, keys.configs);
    const caOptions = caOptionsOf(state, configuration, options.env);
    const parts = await proxyParts(settings, { home: options.home, env: options.env, caOptions });
    const agents = AgentRegistry.open(state.agents, keys.upstreams);
    const stores = await openStores(settings, state, { log, logFile });
    const sidecar = new Sidecar({ options, state, configuration, caOptions, parts, keys, agents, stores, log });
    if (parts.ca !== undefined) log.info({ fingerprint: parts.ca.fingerprint }, `CA ${parts.ca.outcome}`);
    if (parts.ca?.outcome === 'created') {
      stores.audit.record({ kind: 'ca_created', fingerprint: parts.ca.fingerprint });
    }
    try {
      await sidecar.#open();
    } catch (error) {
      await sidecar.stop(0);
      throw error;
    }
    // Not before: whoever lost the race for the port must not write into the chain of who won it.
    await sidecar.audit.open();
    sidecar.audit.record({
      kind: 'sidecar_started',
      version,
      pid: process.pid,
      listen: sidecar.listening,
      https_inspection: settings.httpsInspection.enabled,
      config_sha256: configuration.sha256,
    });
    log.info({ listen: sidecar.listening, home: options.home }, 'started');
    return sidecar;
  }

  private constructor(foundation: Foundation) {
    const { options, state, configuration, keys, log, stores } = foundation;
    const { journal } = stores;
    const { settings } = configuration;
    this.options = options;
    this.state = state;
    this.configuration = configuration;
    this.log = log;
    this.journal = journal;
    this.audit = stores.audit;
    this.findingsFolder = stores.findingsFolder;
    this.logFile = stores.logFile;
    this.agents = foundation.agents;
    this.credentials = new Credentials(keys.credentials, foundation.agents.generations);
    this.metricsToken = keys.metrics.toString('base64url');
    this.#parts = foundation.parts;
    this.#caOptions = foundation.caOptions;
    this.#fingerprintKey = keys.fingerprints;
    this.#findingKey = fingerprintKeyOf(settings, keys);
    this.agentConnections = new AgentConnections(settings.limits.connectionsPerAgent);
    this.pause = new Pause({ file: state.pause, onEnd: (end) => this.#onPauseEnd(end) });
    this.policy = new InspectionPolicy(settings.httpsInspection, this.pause.isOn);
    this.#dedup = new Dedup({
      windowMs: settings.findings.dedupWindowMs,
      write: (finding) => void journal.append(finding),
    });
    this.lists = new OperatorLists({
      state,
      watch: () => this.settings.watch,
      fingerprintKey: this.#fingerprintKey,
      onWatch: () => this.observer.configure(this.#programData()),
      onRead: (summary) => log.info({ lists: summary }, 'lists read'),
      onExpired: (id) => this.audit.record({ kind: 'suppression_ended', id, cause: 'expired' }),
    });
    this.observer = new Observer({
      program: new URL('./observer-program.js', import.meta.url),
      programData: this.#programData(),
      ringBytes: RING_BYTES,
      stalledAfterMs: STALLED_AFTER_MS,
      onMessage: (drafts) => this.#onDrafts(drafts),
      onFlowClosed: (flow, coverage) => this.ledger.observed(flow, coverage),
      onEvent: (event) => log.info({ observer: event }, 'observer'),
    });
    this.#sweep = setInterval(() => {
      void journal.sweep();
      void this.audit.sweep();
      this.logFile.sweep();
    }, SWEEP_INTERVAL_MS);
    this.#sweep.unref();
  }

  get settings(): Settings {
    return this.configuration.settings;
  }

  /** Present with HTTPS inspection. */
  get ca(): RunningCa | undefined {
    return this.#parts.ca;
  }

  /** Connections of clients that are open now. */
  get connections(): number {
    return this.#door?.connections ?? 0;
  }

  /** What the process that watches over this one wrote down. */
  get supervision(): Supervision | undefined {
    return readSupervision(this.state);
  }

  /** Time after which a sidecar that was asked to stop has ended, in order or not, in milliseconds. */
  get stopsWithinMs(): number {
    return 20_000 + 2 * this.settings.limits.drainTimeoutMs;
  }

  /** Address that clients connect to, `host:port`. */
  get listening(): string {
    return authorityOf({ host: this.settings.listen.host, port: this.#door?.port ?? 0 });
  }

  /**
   * Reads the configuration anew and uses it from the next connection on, whole or not at all. One reload follows the
   * other.
   *
   * @throws GuardianError that says what is wrong; the configuration of before stays in use then.
   */
  reload(): Promise<ReloadReport> {
    const report = this.#reloading.then(() =>
      reload(this, async ({ settings }) => {
        const before = { settings: this.settings, parts: this.#parts };
        const parts = await proxyParts(settings, { ...this.#partsOptions, before });
        return () => this.#use(settings, parts);
      }),
    );
    this.#reloading = report.catch(() => undefined);
    return report;
  }

  get #partsOptions() {
    return { home: this.state.home, env: this.options.env, caOptions: this.#caOptions };
  }

  /**
   * Trusts the CA of the gateway behind us from the next connection on, and puts it into the bundle of clients.
   *
   * @returns whether it was new.
   */
  trustGateway(certificates: string): Promise<boolean> {
    const changed = this.#reloading.then(async () => {
      if (!keepGatewayCa(this.state.home, certificates)) return false;
      const before = { settings: this.settings, parts: this.#parts };
      this.#parts = await proxyParts(this.settings, { ...this.#partsOptions, before, renewTrust: true });
      await this.ca?.reload();
      this.log.info('CA of the gateway behind us changed');
      return true;
    });
    this.#reloading = changed.catch(() => undefined);
    return changed;
  }

  /** Listens. The thread of the observer takes a second to begin; what passes until then waits in the ring. */
  async #open(): Promise<void> {
    // The port is taken first: it is also what keeps two sidecars that start at once from both going on.
    this.#door = await openDoor(this.settings, this.#proxyContext(), this.state.port);
    const observing = this.observer.start();
    // Heard of below; until then nobody waits for it.
    observing.catch(() => undefined);
    this.#control = await LastingControl.open(this.state, {
      path: this.state.controlSocket,
      handlers: controlHandlers(this, this.options),
      onRefused: (code) => {
        this.log.warn({ code }, 'control request refused');
        // The gate for agents has recorded what it refused, with the group.
        if (!code.startsWith('agent.')) this.audit.record({ kind: 'control_refused', code });
      },
    });
    const { metrics } = this.settings;
    if (metrics !== undefined) {
      this.#metricsPort = await MetricsPort.listen(metrics.port, this.metricsToken, () => metricsText(this));
    }
    await observing;
    this.sinks.configure();
  }

  /** Asked anew for each connection, so that a reload reaches the next one. */
  #proxyContext(): ProxyContext {
    const parts = (): ProxyParts => this.#parts;
    const settings = (): Settings => this.settings;
    return {
      access: {
        authenticate: (username, password) => this.credentials.authenticate(username, password),
        upstreamFor: (agent) => this.agents.upstreamFor(agent) ?? parts().upstream,
      },
      get dialer() {
        return parts().dialer;
      },
      get inspector() {
        return parts().inspector;
      },
      get limits() {
        return settings().limits;
      },
      policy: this.policy,
      tap: this.observer,
      report: (event) => this.#onProxyEvent(event),
      agentConnections: this.agentConnections,
    };
  }

  #use(settings: Settings, parts: ProxyParts): void {
    this.#parts = parts;
    this.policy.configure(settings.httpsInspection);
    this.agentConnections.limit = settings.limits.connectionsPerAgent;
    this.#door?.applyLimits(settings.limits);
    // Reads the watched files anew, and then tells the observer everything.
    this.lists.reload();
    this.sinks.configure();
    this.log.level = settings.logLevel;
  }

  #programData({ maxScanBytes, groups }: Settings = this.settings): ObserverProgramData {
    const keys = { fingerprintKey: this.#fingerprintKey, findingKey: this.#findingKey };
    return { ...keys, maxScanBytes, groups, watch: this.lists.watch };
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
    this.lists.close();
    this.pause.close();
    this.#metricsPort?.close();
    await this.#door?.close(drainMs);
    await this.observer.stop(Math.max(500, drainMs));
    this.#dedup.close();
    await this.journal.close();
    await this.sinks.stop();
    await this.#control?.close();
    const uptime = Date.now() - this.startedAt.getTime();
    this.audit.record({ kind: 'sidecar_stopped', pid: process.pid, uptime_ms: Math.max(0, uptime) });
    await this.audit.close();
    this.log.info('stopped');
    this.log.flush();
  }

  /** The observer's thread is part of this program and its drafts are redacted by construction. */
  #onDrafts(drafts: unknown): void {
    if (!isDraftList(drafts)) return;
    for (const draft of drafts) if (!this.lists.suppressions.take(draft)) this.#dedup.observe(draft);
  }

  #onPauseEnd({ cause, pausedMs }: PauseEnd): void {
    this.log.warn({ cause, pausedMs }, 'inspection resumed');
    this.audit.record({ kind: 'monitoring_resumed', cause, paused_ms: pausedMs });
  }

  #onProxyEvent(event: ProxyEvent): void {
    const audited = auditEventOf(event);
    if (audited !== undefined) this.audit.record(audited);
    this.counts.set(event.kind, (this.counts.get(event.kind) ?? 0) + 1);
    if (event.kind === 'flow-ended') this.ledger.unobserved(event.end);
    else this.log.info({ proxy: shownEvent(event) }, event.kind);
  }
}

function isDraftList(value: unknown): value is readonly FindingDraft[] {
  return (
    Array.isArray(value) && value.every((draft) => typeof draft === 'object' && draft !== null && 'snippet' in draft)
  );
}
