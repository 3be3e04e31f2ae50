import { ValueType } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  DataPointType,
  type DataPoint,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { Beat, MetricSample } from '../beat.js';
import { hrTimeOf, SCOPE } from './log-records.js';

/** The sidecar's metrics, the same as for Prometheus: counters as cumulative sums since it started. */
export function resourceMetricsOf({ at, started_at: since, metrics }: Beat, resource: Resource): ResourceMetrics {
  const times = { startTime: hrTimeOf(Date.parse(since)), endTime: hrTimeOf(Date.parse(at)) };
  const byName = new Map<string, MetricSample[]>();
  for (const sample of metrics) byName.set(sample.name, [...(byName.get(sample.name) ?? []), sample]);
  const all = [...byName.values()].flatMap((samples) => metricOf(samples, times));
  return { resource, scopeMetrics: [{ scope: SCOPE, metrics: all }] };
}

/** The samples of one name, which differ in their labels. */
function metricOf(
  samples: readonly MetricSample[],
  times: Pick<DataPoint<number>, 'startTime' | 'endTime'>,
): MetricData[] {
  const [first] = samples;
  if (first === undefined) return [];
  const base = {
    descriptor: { name: first.name, description: first.help, unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPoints: samples.map(({ labels, value }) => ({ ...times, attributes: { ...labels }, value })),
  };
  return first.kind === 'counter'
    ? [{ ...base, dataPointType: DataPointType.SUM, isMonotonic: true }]
    : [{ ...base, dataPointType: DataPointType.GAUGE }];
}
