import type { Finding } from '../../findings/finding.js';
import type { Incident } from '../../findings/incidents/incident.generated.js';
import type { TrafficDigest } from '../digest/digest.generated.js';
import type { Status } from '../status.generated.js';

/** The answer to `findings`. */
export interface FindingsAnswer {
  /** Newest first. */
  readonly findings: readonly Finding[];
  /** Where the next page begins; absent when everything was looked at. */
  readonly nextCursor?: string;
  /** Lines of the journal that are not findings. */
  readonly skippedLines: number;
  /** The newest, the newest first; present when they were asked for. */
  readonly incidents?: readonly Incident[];
}

/** The answer to `status`. */
export type StatusAnswer = Status & {
  /** Present when it was asked for. */
  readonly digest_24h?: TrafficDigest;
};

/** The answer to `proxy-url`. */
export interface ProxyUrlAnswer {
  /** As the agent group's containers reach the proxy, with its credential. */
  readonly url: string;
  /** The same as programs on this machine reach it. */
  readonly localUrl: string;
  /** The bundle that its programs are to trust; present with HTTPS inspection. */
  readonly caBundle?: string;
}

/** One of the groups in the answer to `agents`. */
export interface AgentAnswer {
  readonly name: string;
  /** How often its credential was revoked. */
  readonly generation: number;
  /** Its own upstream proxy without credentials; absent when it uses that of the configuration. */
  readonly upstream?: string;
  /** Client connections that are open. */
  readonly connections: number;
}

/** The answer to `agents`. */
export interface AgentsAnswer {
  readonly agents: readonly AgentAnswer[];
}

/** The answer to `revoke-agent`. */
export interface RevokeAnswer {
  readonly generation: number;
  /**
   * Whether the group was known: its credential asked for since the start, connected, revoked before, or with a proxy of its
   * own. A name mistyped is none of these.
   */
  readonly known: boolean;
  /** Connections that were closed. */
  readonly closed: number;
}

/** The answer to `reload-ca`. */
export interface ReloadCaAnswer {
  /** Of the CA that is in use now; absent without HTTPS inspection. */
  readonly fingerprint?: string;
}

/** The answer to `reload-lists`. */
export interface ReloadListsAnswer {
  readonly reloaded: true;
  /** Files of secrets that the configuration in use names; it may be another than the one on disk. Not said by earlier versions. */
  readonly files?: readonly string[];
}

/** The answer to `reload`. */
export interface ReloadAnswer {
  readonly sha256_before: string;
  readonly sha256: string;
  /** Settings that are in effect now and were not before. */
  readonly changed: readonly string[];
  /** Settings that were changed and wait for a restart. */
  readonly restart_needed: readonly string[];
}

/** The answer to `pause`: the pause as it lasts now. */
export interface PauseAnswer {
  readonly since: string;
  readonly until: string;
  readonly reason: string;
}

/** The answer to `resume`. */
export interface ResumeAnswer {
  readonly was_paused: boolean;
}

/** The answer to `metrics`. */
export interface MetricsAnswer {
  /** In the text format of Prometheus. */
  readonly text: string;
  /** Where they are served, and the token for it; present when they are. */
  readonly url?: string;
  readonly token?: string;
}

/** The answer of a supervisor to `ping`. */
export interface WatcherAnswer {
  /** Process id of the supervisor. */
  readonly supervisor: number;
  /** Process id of the sidecar; absent while there is none. */
  readonly sidecar?: number;
}
