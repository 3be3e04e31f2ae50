import type { AuditLog } from '../audit/audit-log.js';
import { leaveAuditNote } from '../audit/notes.js';
import type { FindingsJournal } from '../findings/journal/journal.js';
import type { Observer } from '../observe/observer.js';
import { AgentConnections } from '../proxy/agent-connections.js';
import { Credentials } from '../proxy/credentials.js';
import { authorityOf } from '../proxy/destination.js';
import type { FrontDoor } from '../proxy/front-door/front-door.js';
import { InspectionPolicy } from '../proxy/inspect/inspection-policy.js';
import { GuardianError } from '../text/guardian-error.js';
import type { Logger } from 'pino';
import type { AgentRegistry } from './agents/agent-registry.js';
import type { BoundedLog } from './bounded-log.js';
import type { RunningCa } from './ca/running-ca.js';
import type { Configuration } from './configuration.js';
import type { LastingControl } from './control/lasting-control.js';
import { openControl } from './control/open-control.js';
import type { CoverageLedger } from './coverage-ledger.js';
import type { FindingsPath } from './findings-path.js';
import { layFoundation, type Foundation, type SidecarOptions } from './foundation.js';
import { openDoor } from './open-door.js';
import { OpenFiles } from './open-files.js';
import type { OperatorLists } from './operator-lists.js';
import type { PartsInUse } from './parts-in-use.js';
import { Pause, type PauseEnd } from './pause.js';
import { MetricsPort } from './metrics/metrics-port.js';
import { metricsText } from './metrics/metrics-text.js';
import { proxyContextOf } from './proxy-context.js';
import { keepInUse, reload, type ReloadReport } from './reload.js';
import type { Settings } from './settings.js';
import { sweepHourly } from './sweep.js';
import { stateFolderAt, type StateFolder } from './state-folder.js';
import { RunningSinks } from './sending/running-sinks.js';
import { buildStatus } from './status.js';
import type { Status } from './status.generated.js';
import { readSupervision } from './supervision.js';
import type { Supervision } from './supervision.generated.js';
import type { HostTraffic } from './traffic/host-traffic.js';
import { version } from './version.js';

/** The sidecar process put together: front door, relay, observer, journal and control socket over one state folder. */
export class Sidecar {
  readonly options: SidecarOptions;
  readonly state: StateFolder;
  readonly configuration: Configuration;
  readonly startedAt = new Date();
  readonly credentials: Credentials;
  readonly log: Logger;
  readonly policy: InspectionPolicy;
  readonly pause: Pause;
  readonly agents: AgentRegistry;
  readonly agentConnections: AgentConnections;
  readonly journal: FindingsJournal;
  readonly audit: AuditLog;
  readonly logFile: BoundedLog;
  readonly findingsFolder: string;
  readonly sinks = new RunningSinks(this);
  /** What clients met with or brought about, by kind of event. */
  readonly counts = new Map<string, number>();
  readonly openFiles = new OpenFiles();
  /** Shown by whoever may read metrics from the port. */
  readonly metricsToken: string;
  readonly #sweep: NodeJS.Timeout;
  readonly #parts: PartsInUse;
  readonly #findings: FindingsPath;
  #door: FrontDoor | undefined;
  #control: LastingControl | undefined;
  #metricsPort: MetricsPort | undefined;

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
    const foundation = await layFoundation(options);
    const sidecar = new Sidecar(foundation);
    const { audit, log, settings, configuration, ca } = sidecar;
    if (ca !== undefined) log.info({ fingerprint: ca.fingerprint }, `CA ${ca.outcome}`);
    if (ca?.outcome === 'created') audit.record({ kind: 'ca_created', fingerprint: ca.fingerprint });
    try {
      await sidecar.#open();
    } catch (error) {
      await sidecar.stop(0);
      throw error;
    }
    audit.record({
      kind: 'sidecar_started',
      version,
      pid: process.pid,
      listen: sidecar.listening,
      https_inspection: settings.httpsInspection.enabled,
      config_sha256: configuration.sha256,
    });
    log.info({ listen: sidecar.listening, home: options.home }, 'started');
    keepInUse(sidecar);
    return sidecar;
  }

  private constructor(foundation: Foundation) {
    const { options, state, configuration, keys, log, stores, agents, findings } = foundation;
    const { settings } = configuration;
    this.options = options;
    this.state = state;
    this.configuration = configuration;
    this.log = log;
    this.journal = stores.journal;
    this.audit = stores.audit;
    this.findingsFolder = stores.findingsFolder;
    this.logFile = stores.logFile;
    this.agents = agents;
    this.credentials = new Credentials(keys.credentials, agents.generations);
    this.metricsToken = keys.metrics.toString('base64url');
    this.#parts = foundation.parts;
    this.#findings = findings;
    this.agentConnections = new AgentConnections(settings.limits.connectionsPerAgent);
    this.pause = new Pause({ file: state.pause, onEnd: (end) => this.#onPauseEnd(end) });
    this.policy = new InspectionPolicy(settings.httpsInspection, this.pause.isOn);
    this.#sweep = sweepHourly(stores);
  }

  get observer(): Observer {
    return this.#findings.observer;
  }

  get lists(): OperatorLists {
    return this.#findings.lists;
  }

  /** What went to which host. */
  get hosts(): HostTraffic {
    return this.#findings.hosts.traffic;
  }

  /** Findings of a flood, which are counted and not kept one by one. */
  get foldedFindings(): number {
    return this.#findings.folded;
  }

  get ledger(): CoverageLedger {
    return this.#findings.ledger;
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
    return this.#parts.inTurn(() =>
      reload(this, async ({ settings }) => {
        this.sinks.check(settings);
        this.lists.check(settings.watch);
        const exchangeParts = await this.#parts.prepare(settings);
        return () => {
          exchangeParts();
          this.#use(settings);
        };
      }),
    );
  }

  /**
   * Trusts the CA of the gateway behind us from the next connection on, and puts it into the bundle of clients.
   *
   * @returns whether it was new.
   */
  async trustGateway(certificates: string): Promise<boolean> {
    const isNew = await this.#parts.trustGateway(certificates);
    if (isNew) this.log.info('CA of the gateway behind us changed');
    return isNew;
  }

  /** Listens. The thread of the observer takes a second to begin; what passes until then waits in the ring. */
  async #open(): Promise<void> {
    // The port is taken first: it is also what keeps two sidecars that start at once from both going on.
    const context = proxyContextOf(this, () => this.#parts.current);
    this.#door = await openDoor(this.settings, context, this.state.port);
    // The thread of the observer not before: until somebody listens, clients get errors, and it would be in the way.
    this.#findings.begin();
    this.#control = await openControl(this);
    const { metrics } = this.settings;
    if (metrics !== undefined) {
      this.#metricsPort = await MetricsPort.listen(metrics.port, this.metricsToken, () => metricsText(this));
    }
    // The audit log not before: whoever lost the race for the port must not write into the chain of who won it.
    await Promise.all([this.#findings.ready(), this.audit.open()]);
    this.sinks.configure();
  }

  #use(settings: Settings): void {
    this.policy.configure(settings.httpsInspection);
    this.agentConnections.limit = settings.limits.connectionsPerAgent;
    this.#door?.applyLimits(settings.limits);
    // Reads the watched files anew, and then tells the observer everything.
    this.lists.reload();
    this.sinks.configure();
    this.log.level = settings.logLevel;
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
    this.pause.close();
    this.#metricsPort?.close();
    await this.#door?.close(drainMs);
    await this.#findings.stop(Math.max(500, drainMs));
    await this.sinks.stop();
    await this.#control?.close();
    const uptime = Date.now() - this.startedAt.getTime();
    this.audit.record({ kind: 'sidecar_stopped', pid: process.pid, uptime_ms: Math.max(0, uptime) });
    await this.audit.close();
    this.log.info('stopped');
    this.log.flush();
  }

  #onPauseEnd({ cause, pausedMs }: PauseEnd): void {
    this.log.warn({ cause, pausedMs }, 'inspection resumed');
    this.audit.record({ kind: 'monitoring_resumed', cause, paused_ms: pausedMs });
  }
}
