import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { verifyAudit } from '../../audit/verify.js';
import { digestOfJournal } from '../../findings/journal/digest.js';
import { describeAuthority } from '../ca/ca-description.js';
import { configDigest } from '../config-digest.js';
import { loadConfig } from '../config.js';
import { loadInstallKeys } from '../install-keys.js';
import type { StateFolder } from '../state-folder.js';
import type { Status } from '../status.generated.js';
import { version } from '../version.js';
import type { Posture } from './posture.generated.js';
import { signPosture, type UnsignedPosture } from './signature.js';

export interface PostureOptions {
  readonly state: StateFolder;
  readonly configFile: string;
  readonly env: NodeJS.ProcessEnv;
  /** What the running sidecar says of itself; undefined when it is not running. */
  readonly status: Status | undefined;
}

/**
 * Puts together and signs what an installation is and does now, from its files and its running sidecar.
 *
 * @throws GuardianError when the configuration or the installation's key cannot be read, or the system error when the
 *   journal or the audit log cannot.
 */
export async function makePosture({ state, configFile, env, status }: PostureOptions): Promise<Posture> {
  const { config, settings } = loadConfig(configFile, state.home, env);
  const keys = loadInstallKeys(state);
  const auditFolder = join(settings.logDir, 'audit');
  const audit = await verifyAudit(auditFolder);
  const findings = await digestOfJournal(join(settings.logDir, 'findings'));
  const posture: UnsignedPosture = {
    schema_version: 'clawsec-traffic-posture/v1',
    platform: 'nanoclaw',
    monitor_status: monitorStatus(status),
    mode: 'detect',
    https_inspection: status?.https_inspection ?? settings.httpsInspection.enabled,
    ca_fingerprint_sha256: status?.ca_fingerprint_sha256 ?? describeAuthority(state)?.fingerprint ?? null,
    config_sha256: status?.config.sha256 ?? configDigest(config, keys.configs),
    finding_log_sha256: findings.sha256,
    finding_log_bytes: findings.bytes,
    audit_head: audit?.head === undefined ? null : { seq: audit.head.seq, hash: audit.head.hash },
    audit_intact: audit?.intact ?? false,
    coverage: status === undefined ? null : coverageOf(status),
    versions: {
      traffic_guardian: status?.version ?? version,
      node: process.versions.node,
      system: `${platform()} ${arch()}`,
    },
    generated_at: new Date().toISOString(),
  };
  return signPosture(posture, keys.postures);
}

function monitorStatus(status: Status | undefined): Posture['monitor_status'] {
  if (status === undefined) return 'inactive';
  return status.state === 'watching' ? 'active' : status.state;
}

function coverageOf({ coverage, started_at: since }: Status): Posture['coverage'] {
  const { connections, bytes_seen, bytes_unseen, outcomes } = coverage;
  const counts = Object.entries(outcomes).map(([outcome, each]) => [outcome, each.connections] as const);
  return { since, connections, bytes_seen, bytes_unseen, outcomes: Object.fromEntries(counts) };
}
