import { DiscardPolicy, JetStreamApiCodes, JetStreamApiError, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { subjectsOf } from '../sinks/nats/subjects.js';
import type { Fleet } from './fleet-connection.js';

/** How much a fleet keeps. */
export interface StreamBounds {
  /** Servers of a cluster that each message is on. */
  readonly replicas: number;
  readonly maxAgeDays: number;
  readonly maxBytes: number;
}

const NO_STREAM: number = JetStreamApiCodes.StreamNotFound;
const DAY_NS = 24 * 60 * 60 * 1e9;
/**
 * A message that came twice within it is stored once. The broker keeps ids in memory so long; a host that was cut off for
 * longer sends again what was not answered, at most one batch, and readers leave that out.
 */
const DUPLICATE_WINDOW_NS = 60 * 60 * 1e9;
/** A host that was taken away is forgotten after so long. */
const STATUS_DAYS = 30;
const STATUS_MAX_BYTES = 64 * 1024 * 1024;

/** Makes the streams of a fleet, or gives them other bounds. @returns whether they were made. */
export async function makeStreams(
  { manager, streams, prefix }: Fleet,
  { replicas, maxAgeDays, maxBytes }: StreamBounds,
): Promise<boolean> {
  const subjects = subjectsOf(prefix, '*');
  const common = {
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    num_replicas: replicas,
    duplicate_window: DUPLICATE_WINDOW_NS,
  };
  const configs = [
    {
      ...common,
      name: streams.findings,
      subjects: [subjects.findings],
      max_age: maxAgeDays * DAY_NS,
      max_bytes: maxBytes,
    },
    {
      ...common,
      name: streams.status,
      subjects: [subjects.status],
      max_age: STATUS_DAYS * DAY_NS,
      max_bytes: STATUS_MAX_BYTES,
      // Of each host the last word counts.
      max_msgs_per_subject: 1,
    },
  ];
  let isNew = false;
  for (const config of configs) {
    try {
      await manager.streams.update(config.name, config);
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.code !== NO_STREAM) throw error;
      await manager.streams.add(config);
      isNew = true;
    }
  }
  return isNew;
}
