import { createHash } from 'node:crypto';
import type { Finding } from '../../findings/finding.js';
import { HttpPoster } from '../http-post.js';
import { keyOf } from '../idempotency.js';
import type { WebhookPlan } from '../plan.js';
import { readSecret } from '../secret.js';
import { ALL_TAKEN, type Sink } from '../sink.js';
import type { SinkHost } from '../sink-host.js';
import { signedHeaders, webhookKey } from './signature.js';

/** The body of a message. */
export interface WebhookMessage {
  readonly type: 'traffic_guardian.findings';
  readonly host: string;
  readonly findings: readonly {
    /** The same finding in the same state has the same key, however often it is sent. */
    readonly key: string;
    readonly finding: Finding;
  }[];
}

/** Posts findings as signed JSON, see `signature.ts`. @throws DeliveryError */
export async function openWebhookSink(plan: WebhookPlan, { host }: SinkHost): Promise<Sink> {
  const key = webhookKey(await readSecret(plan.secret));
  const poster = await HttpPoster.open(plan);
  return {
    send: async (findings, signal) => {
      const message: WebhookMessage = {
        type: 'traffic_guardian.findings',
        host,
        findings: findings.map((finding) => ({ key: keyOf(finding), finding })),
      };
      const body = Buffer.from(JSON.stringify(message));
      const headers = { ...signedHeaders(key, idOf(message), body, Date.now()) };
      await poster.post(plan.url, body, { 'content-type': 'application/json', ...headers }, signal);
      return ALL_TAKEN;
    },
    close: () => {
      poster.close();
      return Promise.resolve();
    },
  };
}

/** Made of what is in it: an attempt that is repeated has the same. */
function idOf({ host, findings }: WebhookMessage): string {
  const digest = createHash('sha256').update(host);
  for (const { key } of findings) digest.update(` ${key}`);
  return `msg_${digest.digest('hex').slice(0, 32)}`;
}
