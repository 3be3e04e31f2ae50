import type { Sidecar } from '../sidecar.js';
import type { Status } from '../status.generated.js';
import { buildDigest, type DigestTime } from './build-digest.js';
import type { TrafficDigest } from './digest.generated.js';

/**
 * What happened in a time, in short, as a running sidecar knows it.
 *
 * @param status As its reader may see it.
 */
export async function runningDigest(sidecar: Sidecar, time: DigestTime, status: Status): Promise<TrafficDigest> {
  const { journal, findingsFolder, hosts: traffic, settings } = sidecar;
  await journal.flush();
  return buildDigest({ findingsFolder, traffic, status, httpsInspection: settings.httpsInspection.enabled }, time);
}
