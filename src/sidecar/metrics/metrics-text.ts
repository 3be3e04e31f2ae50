import { Counter, Gauge, Registry } from 'prom-client';
import type { MetricSample } from '../../sinks/beat.js';
import type { Sidecar } from '../sidecar.js';
import { version } from '../version.js';

/** The media type of {@link metricsText}. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/**
 * What a monitoring system watches, in the text format of Prometheus
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). Numbers only, by agent group and kind: no hosts, no
 * findings, no addresses, so that whoever may see the load need not see the traffic.
 */
export async function metricsText(sidecar: Sidecar): Promise<string> {
  return registryOf(sidecar).metrics();
}

/** The same numbers one by one, for those who send them on. */
export async function metricSamples(sidecar: Sidecar): Promise<MetricSample[]> {
  const metrics = await registryOf(sidecar).getMetricsAsJSON();
  return metrics.flatMap(({ name, help, type, values }) => {
    const kind = String(type) === 'counter' ? 'counter' : 'gauge';
    return values.map(({ labels, value }) => ({ name, help, kind, value, labels: textLabels(labels) }));
  });
}

function textLabels(labels: Readonly<Partial<Record<string, string | number>>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
}

function registryOf(sidecar: Sidecar): Registry {
  // Made anew each time out of counts that are kept elsewhere: nothing is counted twice or in two places.
  const registry = new Registry();
  addService(registry, sidecar);
  addTraffic(registry, sidecar);
  addStores(registry, sidecar);
  addSinks(registry, sidecar);
  addProcess(registry);
  return registry;
}

function addService(registry: Registry, { startedAt, pause, ca, supervision, configuration, observer }: Sidecar): void {
  const gauge = gaugesOf(registry);
  const counter = countersOf(registry);
  new Gauge({
    name: 'traffic_guardian_info',
    help: 'Always 1; the labels say which version runs on which Node.',
    labelNames: ['version', 'node'],
    registers: [registry],
  }).set({ version, node: process.versions.node }, 1);
  gauge('start_time_seconds', 'When the sidecar started, in Unix time.', startedAt.getTime() / 1000);
  gauge('paused', '1 while the operator has paused inspection.', pause.current === undefined ? 0 : 1);
  const isRefused = configuration.lastReload?.refused !== undefined;
  gauge(
    'config_refused',
    '1 when the last reload was refused and an older configuration is in use.',
    isRefused ? 1 : 0,
  );
  counter('restarts_total', 'Starts after a crash since the supervisor began.', supervision?.restarts ?? 0);
  counter('observer_replaced_total', "Times the observer's thread was replaced.", observer.replaced);
  gauge('observer_backlog_bytes', 'Bytes relayed and not looked at yet.', observer.backlog);
  if (ca !== undefined)
    gauge('ca_expiry_time_seconds', 'When the CA expires, in Unix time.', ca.expiry.getTime() / 1000);
}

function addTraffic(registry: Registry, { ledger, agentConnections, connections, counts }: Sidecar): void {
  const gauge = gaugesOf(registry);
  gauge('connections', 'Client connections that are open.', connections);
  const byAgent = new Gauge({
    name: 'traffic_guardian_agent_connections',
    help: 'Client connections that are open, by agent group.',
    labelNames: ['agent'],
    registers: [registry],
  });
  for (const [agent, open] of agentConnections.counts()) byAgent.set({ agent }, open);
  const ended = new Counter({
    name: 'traffic_guardian_connections_total',
    help: 'Connections that ended, by coverage outcome.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const bytes = new Counter({
    name: 'traffic_guardian_bytes_total',
    help: 'Bytes of ended connections: looked at, by coverage outcome, and not looked at, by cause.',
    labelNames: ['outcome', 'seen'],
    registers: [registry],
  });
  for (const [outcome, totals] of Object.entries(ledger.report().outcomes)) {
    ended.inc({ outcome }, totals.connections);
    bytes.inc({ outcome, seen: 'yes' }, totals.bytesSeen);
    bytes.inc({ outcome, seen: 'no' }, totals.bytesUnseen);
  }
  const events = new Counter({
    name: 'traffic_guardian_events_total',
    help: 'What clients met with or brought about, such as authentication-failed and destination-refused, by kind.',
    labelNames: ['kind'],
    registers: [registry],
  });
  for (const [kind, count] of counts) events.inc({ kind }, count);
}

function addStores(registry: Registry, { journal: { status }, audit }: Sidecar): void {
  const gauge = gaugesOf(registry);
  const counter = countersOf(registry);
  counter('findings_written_total', 'Lines of the findings journal that are on disk.', status.written);
  counter('findings_lost_total', 'Findings that could not be kept while the disk refused them.', status.dropped);
  gauge('findings_waiting', 'Findings that wait for the disk.', status.waiting);
  gauge('journal_degraded', '1 while findings cannot be written.', status.health.kind === 'ok' ? 0 : 1);
  counter('audit_written_total', 'Lines of the audit log that are on disk.', audit.status.written);
  counter('audit_lost_total', 'Audit events that could not be kept while the disk refused them.', audit.status.lost);
  gauge('audit_degraded', '1 while the audit log cannot be written.', audit.status.health.kind === 'ok' ? 0 : 1);
}

/** By sink; nothing without one. */
function addSinks(registry: Registry, { sinks: { status } }: Sidecar): void {
  if (status.length === 0) return;
  const options = (name: string, help: string) => ({
    name: `traffic_guardian_sink_${name}`,
    help,
    labelNames: ['sink'],
    registers: [registry],
  });
  const delivered = new Counter(options('delivered_total', 'Findings that the receiver has taken.'));
  const refused = new Counter(options('refused_total', 'Findings that the receiver would not have.'));
  const lost = new Counter(options('lost_total', 'Findings that retention deleted before they were sent.'));
  const lag = new Gauge(options('lag_lines', 'Lines of the journal that are not sent yet.'));
  const failing = new Gauge(options('failures', 'Failures in a row.'));
  for (const sink of status) {
    delivered.inc({ sink: sink.id }, sink.delivered);
    refused.inc({ sink: sink.id }, sink.refused);
    lost.inc({ sink: sink.id }, sink.lost_to_retention);
    lag.set({ sink: sink.id }, sink.lag_lines);
    failing.set({ sink: sink.id }, sink.failures + sink.beats_failed);
  }
}

function addProcess(registry: Registry): void {
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const gauge = gaugesOf(registry, 'process_');
  gauge('resident_memory_bytes', 'Resident memory of the sidecar.', rss);
  gauge('heap_bytes', "JavaScript heap of the sidecar's main thread.", heapUsed);
  gauge('external_memory_bytes', 'Memory outside of the heap, buffers included.', external + arrayBuffers);
  countersOf(registry, 'process_')('cpu_seconds_total', 'CPU time of all threads.', (user + system) / 1e6);
}

function gaugesOf(registry: Registry, prefix = 'traffic_guardian_') {
  return (name: string, help: string, value: number): void =>
    new Gauge({ name: prefix + name, help, registers: [registry] }).set(value);
}

function countersOf(registry: Registry, prefix = 'traffic_guardian_') {
  return (name: string, help: string, value: number): void =>
    new Counter({ name: prefix + name, help, registers: [registry] }).inc(value);
}
