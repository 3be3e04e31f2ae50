import type { Saying } from '../../text/texts.js';
import { MINUTE_MS } from '../../time/lengths.js';
import type { Sidecar } from '../sidecar.js';
import type { Status } from '../status.generated.js';

/** Failures in a row that are more than a receiver's short absence. */
const LASTING_FAILURES = 3;

/** A wait that a receiver asks for and that is longer than any of ours: it may be the first failure for a long time. */
const LASTING_WAIT_MS = MINUTE_MS;

/** The part of the status about sinks; absent without any. */
export function sinksOf({ sinks: { status } }: Sidecar): Pick<Status, 'sinks'> {
  return status.length === 0 ? {} : { sinks: status.map((sink) => ({ ...sink })) };
}

/** Sinks that lag lastingly, and findings that a receiver never got. Nothing of it limits what is seen and recorded. */
export function sinkWarnings({ sinks: { status } }: Sidecar): Saying[] {
  return status.flatMap((sink): Saying[] => {
    const { id, failures, beats_failed: beats, last_error: error, retry_at: retryAt, lag_lines: lag } = sink;
    const code = error?.code ?? '-';
    const waits = error !== undefined && retryAt !== undefined ? Date.parse(retryAt) - Date.parse(error.at) : 0;
    return [
      ...(failures >= LASTING_FAILURES || waits > LASTING_WAIT_MS || sink.state === 'stuck'
        ? [{ code: 'status.sink_failing', args: { sink: id, code, lag } } as const]
        : beats >= LASTING_FAILURES
          ? [{ code: 'status.sink_beats_failing', args: { sink: id, code } } as const]
          : []),
      ...(sink.lost_to_retention > 0
        ? [{ code: 'status.sink_lost', args: { sink: id, count: sink.lost_to_retention } } as const]
        : []),
      ...(sink.refused > 0 ? [{ code: 'status.sink_refused', args: { sink: id, count: sink.refused } } as const] : []),
    ];
  });
}
