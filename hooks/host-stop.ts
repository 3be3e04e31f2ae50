import type { NanoClawGuardian } from '../src/nanoclaw/nanoclaw-guardian.js';

/** NanoClaw's host stops: the sidecar drains and is gone when this resolves. Without one, nothing happens. */
export async function hostStop({ process, sessionScan }: NanoClawGuardian): Promise<void> {
  await sessionScan.stop();
  await process.stop();
}
