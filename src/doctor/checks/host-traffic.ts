import { existsSync } from 'node:fs';
import type { Check } from '../check.js';
import { ok, skip, warn } from '../verdict.js';

/** What of NanoClaw's own traffic can be seen, and what not. */
export const hostTraffic: Check = {
  code: 'host_traffic',
  run: ({ settings, state }) => {
    if (settings === undefined) return skip({ code: 'doctor.config.unknown', args: {} });
    if (!settings.hostTraffic) return skip({ code: 'doctor.host.off', args: {} });
    const file = state.hostVariables;
    if (existsSync(file)) return ok({ code: 'doctor.host.on', args: { file } });
    return [
      warn({ code: 'doctor.host.not_offered', args: { file } }, { code: 'doctor.host.not_offered_remedy', args: {} }),
    ];
  },
};
