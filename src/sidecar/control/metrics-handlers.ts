import { metricsText } from '../metrics/metrics-text.js';
import type { Sidecar } from '../sidecar.js';
import { accepted, validateNothing } from './accepted.js';
import type { MetricsAnswer } from './answers.js';
import type { ControlHandler } from './server.js';

/** Metrics for the operator. None of it is let through for an agent. */
export function metricsHandlers(sidecar: Sidecar): Record<string, ControlHandler> {
  return {
    metrics: async (params): Promise<MetricsAnswer> => {
      accepted(validateNothing(params));
      const { metrics } = sidecar.settings;
      return {
        text: await metricsText(sidecar),
        ...(metrics === undefined
          ? {}
          : { url: `http://127.0.0.1:${metrics.port}/metrics`, token: sidecar.metricsToken }),
      };
    },
  };
}
