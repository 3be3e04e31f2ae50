import { HOUR_MS, MINUTE_MS } from '../time/lengths.js';
import { usualBundle } from './ca/ca-bundle.js';
import type { Config } from './config.generated.js';
import { fleetSettingsOf, sinkSettingsOf, type FleetSettings, type SinkSettings } from './sending/plans.js';
import { writtenPath } from './written-path.js';

/** The configuration with every default filled in: what the sidecar runs on. */
export interface Settings {
  readonly enabled: boolean;
  readonly listen: { readonly host: string; readonly port: number };
  /** As containers reach it; undefined when that is the listening address. */
  readonly proxyUrl: string | undefined;
  readonly httpsInspection: {
    readonly enabled: boolean;
    readonly tunnelHosts: readonly string[];
    readonly pinnedForMs: number;
    readonly caDays: number;
  };
  readonly upstreamProxy: string | undefined;
  readonly trustedCaFiles: readonly string[];
  readonly caBundle: string;
  readonly allowHostServices: readonly string[];
  readonly maxScanBytes: number;
  /** Files of secrets that must not leave, and where each may go. */
  readonly watch: {
    readonly envFiles: readonly string[];
    readonly files: readonly string[];
    readonly homes: Readonly<Record<string, readonly string[]>>;
  };
  /** Groups of rules that are switched, by name. */
  readonly groups: Readonly<Record<string, boolean>>;
  readonly limits: {
    readonly connections: number;
    readonly connectionsPerAgent: number;
    readonly handshakeTimeoutMs: number;
    readonly connectTimeoutMs: number;
    readonly idleTimeoutMs: number;
    readonly drainTimeoutMs: number;
  };
  readonly findings: {
    readonly dedupWindowMs: number;
    readonly maxFileBytes: number;
    readonly maxTotalBytes: number;
    readonly maxAgeDays: number;
  };
  readonly audit: { readonly maxFileBytes: number; readonly maxTotalBytes: number; readonly maxAgeDays: number };
  readonly logs: { readonly maxFileBytes: number; readonly maxTotalBytes: number; readonly maxAgeDays: number };
  /** Agent groups that see everything. */
  readonly adminGroups: readonly string[];
  /** Where metrics are served; undefined when they are on the control socket alone. */
  readonly metrics: { readonly port: number } | undefined;
  /** Whether NanoClaw's host is to send its own traffic through the Guardian. */
  readonly hostTraffic: boolean;
  /** Whether NanoClaw's host has transcripts looked at once a day. */
  readonly sessionScan: { readonly daily: boolean };
  readonly sinks: SinkSettings;
  readonly fleet: FleetSettings;
  readonly logDir: string;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
}

/** The stable port when none is configured. */
export const DEFAULT_PORT = 10_270;

/** @param home State folder; relative paths in the configuration are relative to it. */
export function settingsOf(config: Config, home: string): Settings {
  const { listen, httpsInspection, limits, findings, audit, logs } = config;
  return {
    enabled: config.enabled ?? true,
    listen: { host: listen?.host ?? '127.0.0.1', port: listen?.port ?? DEFAULT_PORT },
    proxyUrl: config.proxyUrl?.replace(/\/$/, ''),
    httpsInspection: {
      enabled: httpsInspection?.enabled ?? false,
      tunnelHosts: httpsInspection?.tunnelHosts ?? [],
      pinnedForMs: (httpsInspection?.pinnedForMinutes ?? 60) * MINUTE_MS,
      caDays: httpsInspection?.caDays ?? 3_650,
    },
    upstreamProxy: config.upstreamProxy,
    trustedCaFiles: (config.trustedCaFiles ?? []).map((file) => writtenPath(home, file)),
    caBundle: config.caBundle === undefined ? usualBundle(home) : writtenPath(home, config.caBundle),
    allowHostServices: config.allowHostServices ?? [],
    maxScanBytes: config.maxScanBytes ?? 1024 * 1024,
    watch: {
      envFiles: (config.watch?.envFiles ?? []).map((file) => writtenPath(home, file)),
      files: (config.watch?.files ?? []).map((file) => writtenPath(home, file)),
      homes: config.watch?.homes ?? {},
    },
    groups: config.detection?.groups ?? {},
    limits: {
      connections: limits?.connections ?? 4_000,
      connectionsPerAgent: limits?.connectionsPerAgent ?? 1_000,
      handshakeTimeoutMs: limits?.handshakeTimeoutMs ?? 30_000,
      connectTimeoutMs: limits?.connectTimeoutMs ?? 30_000,
      idleTimeoutMs: limits?.idleTimeoutMs ?? 2 * HOUR_MS,
      drainTimeoutMs: limits?.drainTimeoutMs ?? 5_000,
    },
    findings: {
      dedupWindowMs: (findings?.dedupWindowSeconds ?? 600) * 1_000,
      maxFileBytes: findings?.maxFileBytes ?? 64 * 1024 * 1024,
      maxTotalBytes: findings?.maxTotalBytes ?? 1024 * 1024 * 1024,
      maxAgeDays: findings?.maxAgeDays ?? 90,
    },
    audit: {
      maxFileBytes: audit?.maxFileBytes ?? 8 * 1024 * 1024,
      maxTotalBytes: audit?.maxTotalBytes ?? 64 * 1024 * 1024,
      maxAgeDays: audit?.maxAgeDays ?? 365,
    },
    logs: {
      maxFileBytes: logs?.maxFileBytes ?? 16 * 1024 * 1024,
      maxTotalBytes: logs?.maxTotalBytes ?? 64 * 1024 * 1024,
      maxAgeDays: logs?.maxAgeDays ?? 30,
    },
    adminGroups: config.adminGroups ?? [],
    logDir: writtenPath(home, config.logDir ?? 'log'),
    metrics: config.metrics,
    hostTraffic: config.hostTraffic ?? false,
    sessionScan: { daily: config.sessionScan?.daily ?? false },
    sinks: sinkSettingsOf(config, home),
    fleet: fleetSettingsOf(config, home),
    logLevel: config.logLevel ?? 'info',
  };
}
