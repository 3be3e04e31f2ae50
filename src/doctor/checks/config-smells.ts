import { parseUpstreamProxy } from '../../proxy/dial/upstream-proxy.js';
import type { Settings } from '../../sidecar/settings.js';
import type { Saying } from '../../text/texts.js';
import type { Check } from '../check.js';
import { problemsOr, skip, warn } from '../verdict.js';

/** Fewer bytes of a message than this leave most of what agents send unseen. */
const FEW_BYTES = 64 * 1024;

/** Settings that are allowed and seldom meant. */
export const configSmells: Check = {
  code: 'config_smells',
  run: ({ settings }) => {
    if (settings === undefined) return skip({ code: 'doctor.config.unknown', args: {} });
    const smells = smellsIn(settings).map((message) => warn(message, { code: 'doctor.smell.remedy', args: {} }));
    return problemsOr(smells, { code: 'doctor.smell.none', args: {} });
  },
};

function smellsIn(settings: Settings): Saying[] {
  const { httpsInspection, allowHostServices, maxScanBytes, logLevel, enabled, upstreamProxy } = settings;
  const upstream = upstreamProxy === undefined ? undefined : parseUpstreamProxy(upstreamProxy);
  const all = httpsInspection.tunnelHosts.filter((glob) => /^\*+(?:\.\*+)*$/.test(glob));
  const smells: (Saying | false)[] = [
    !enabled && { code: 'doctor.smell.disabled', args: {} },
    !httpsInspection.enabled && { code: 'doctor.smell.no_https', args: {} },
    all.length > 0 && { code: 'doctor.smell.tunnels_all', args: { glob: all.join(', ') } },
    allowHostServices.length > 0 && {
      code: 'doctor.smell.host_services',
      args: { count: allowHostServices.length, services: allowHostServices.slice(0, 5).join(', ') },
    },
    maxScanBytes < FEW_BYTES && { code: 'doctor.smell.few_bytes', args: { bytes: maxScanBytes } },
    (logLevel === 'debug' || logLevel === 'trace') && { code: 'doctor.smell.log_level', args: { level: logLevel } },
    (logLevel === 'fatal' || logLevel === 'error') && { code: 'doctor.smell.quiet', args: { level: logLevel } },
    upstream?.protocol === 'http' &&
      upstream.password !== '' &&
      !/^(?:127\.|localhost$|::1$)/.test(upstream.host) && {
        code: 'doctor.smell.plain_credentials',
        args: { host: upstream.host },
      },
  ];
  return smells.filter((smell) => smell !== false);
}
