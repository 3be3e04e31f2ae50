import type { SinkPlan } from './plan.js';
import type { Sink } from './sink.js';
import type { SinkHost } from './sink-host.js';

/** Opens a sink of any kind. Its libraries are loaded only now: most installations need none of them. @throws DeliveryError */
export async function openSink(plan: SinkPlan, about: SinkHost): Promise<Sink> {
  switch (plan.kind) {
    case 'otlp':
      return (await import('./otlp/otlp-sink.js')).openOtlpSink(plan, about);
    case 'syslog':
      return (await import('./syslog/syslog-sink.js')).openSyslogSink(plan, about);
    case 'webhook':
      return (await import('./webhook/webhook-sink.js')).openWebhookSink(plan, about);
    case 'nats':
      return (await import('./nats/nats-sink.js')).openNatsSink(plan, about);
  }
}
