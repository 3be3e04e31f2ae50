import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
} from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { DeliveryError } from '../delivery-error.js';
import { HttpPoster } from '../http-post.js';
import type { OtlpPlan } from '../plan.js';
import type { Sink } from '../sink.js';
import type { SinkHost } from '../sink-host.js';
import { logRecordOf } from './log-records.js';
import { resourceMetricsOf } from './metrics.js';

const FORMS = {
  json: { type: 'application/json', logs: JsonLogsSerializer, metrics: JsonMetricsSerializer },
  protobuf: { type: 'application/x-protobuf', logs: ProtobufLogsSerializer, metrics: ProtobufMetricsSerializer },
} as const;

/**
 * OTLP over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp): findings to `v1/logs`, counts to `v1/metrics`
 * below the configured URL.
 *
 * @throws DeliveryError
 */
export async function openOtlpSink(plan: OtlpPlan, { host, version }: SinkHost): Promise<Sink> {
  const poster = await HttpPoster.open(plan);
  const { type, logs, metrics } = FORMS[plan.encoding];
  // https://opentelemetry.io/docs/specs/semconv/resource/
  const resource = resourceFromAttributes({
    'service.name': 'traffic-guardian',
    'service.version': version,
    'service.instance.id': host,
    'host.name': host,
  });
  const post = (path: string, body: Uint8Array | undefined, signal: AbortSignal): Promise<Uint8Array> => {
    if (body === undefined) throw new DeliveryError('NOT_ENCODED', { kind: 'refused' });
    return poster.post(`${plan.url.replace(/\/$/, '')}/${path}`, body, { 'content-type': type }, signal);
  };
  return {
    send: async (findings, signal) => {
      const observed = new Date();
      const records = findings.map((finding) => logRecordOf(finding, resource, observed));
      const answer = await post('v1/logs', logs.serializeRequest(records), signal);
      return { refused: Math.min(rejectedIn(answer, logs), findings.length) };
    },
    ...(plan.metrics
      ? {
          beat: async (beat, signal) => {
            await post('v1/metrics', metrics.serializeRequest(resourceMetricsOf(beat, resource)), signal);
          },
        }
      : {}),
    close: () => {
      poster.close();
      return Promise.resolve();
    },
  };
}

/**
 * Records that a collector took and threw away are named in its success; sending them again is forbidden. An answer that
 * cannot be understood is a success all the same.
 */
function rejectedIn(
  answer: Uint8Array,
  { deserializeResponse }: Pick<typeof JsonLogsSerializer, 'deserializeResponse'>,
): number {
  if (answer.length === 0) return 0;
  try {
    // A 64-bit number is text in JSON, whatever the library's types say.
    const told: unknown = deserializeResponse(answer).partialSuccess?.rejectedLogRecords;
    const rejected = Number(told ?? 0);
    return Number.isSafeInteger(rejected) && rejected > 0 ? rejected : 0;
  } catch {
    return 0;
  }
}
