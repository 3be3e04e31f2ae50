import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TRUST_CHECK_HOST } from '../../proxy/inspect/trust-check-name.js';
import type { ProbeResult } from './probe.js';
import { probes } from './probes.js';
import { runProbe } from './run-probe.js';
import { seenAuthority, type SeenAuthority } from './seen-authority.js';

/** What the programs of one place make of the CA. */
export interface TrustReport {
  readonly authority: SeenAuthority;
  /** Empty when the Guardian did not show its CA: then there is nothing to trust or to refuse. */
  readonly programs: readonly ProbeResult[];
}

/** At a time: starting a program costs processor time, and a container has little. */
const AT_ONCE = 3;

/**
 * Tries every program against the Guardian's own answer. Nothing is changed: what the programs write goes into a folder
 * that is removed.
 *
 * @param proxy The Guardian with a credential.
 * @param env The variables that the programs would have.
 */
export async function examineTrust(proxy: URL, env: NodeJS.ProcessEnv): Promise<TrustReport> {
  const authority = await seenAuthority(proxy, TRUST_CHECK_HOST);
  if (authority.kind === 'none') return { authority, programs: [] };
  const folder = mkdtempSync(join(tmpdir(), 'tg-trust-'));
  const target = { url: `https://${TRUST_CHECK_HOST}/`, host: TRUST_CHECK_HOST, proxy: proxy.href, folder };
  const results: ProbeResult[] = [];
  const waiting = probes.map((probe, index) => ({ probe, index }));
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results[next.index] = await runProbe(next.probe, target, env);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  return { authority, programs: results };
}
