import { createServer } from 'node:net';
import { portOwner } from '../../host/port-owner.js';
import { codeOf } from '../../text/unknown-error.js';
import type { Check } from '../check.js';
import { fail, ok, skip } from '../verdict.js';

/** Whether the port is ours: free while nothing runs, and the sidecar's while it does. */
export const port: Check = {
  code: 'port',
  run: async ({ settings, status }) => {
    if (settings === undefined) return skip({ code: 'doctor.config.unknown', args: {} });
    if (status !== undefined) return ok({ code: 'doctor.port.ours', args: { listen: status.listen } });
    const { host, port: number } = settings.listen;
    if (number === 0) return ok({ code: 'doctor.port.any', args: {} });
    const code = await whyNotFree(host, number);
    const args = { port: String(number) };
    if (code === undefined) return ok({ code: 'doctor.port.free', args });
    const remedy = { code: 'doctor.port.remedy', args: {} } as const;
    const owner = code === 'EADDRINUSE' ? portOwner(number) : undefined;
    return [
      owner === undefined
        ? fail({ code: 'doctor.port.unusable', args: { ...args, code } }, remedy)
        : fail({ code: 'doctor.port.taken', args: { ...args, name: owner.name, pid: String(owner.pid) } }, remedy),
    ];
  },
};

/** The system's code; undefined when it can be listened on. */
function whyNotFree(host: string, number: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error) => resolve(codeOf(error) ?? 'unknown'));
    server.listen(number, host, () => server.close(() => resolve(undefined)));
  });
}
