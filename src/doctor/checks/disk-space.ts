import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Check } from '../check.js';
import { fail, ok, skip, warn } from '../verdict.js';

const MB = 1_000_000;
/** With less than this, findings are lost within minutes. */
const FULL_BYTES = 50 * MB;

/** Whether there is room for what the configuration lets grow. */
export const diskSpace: Check = {
  code: 'disk_space',
  run: async ({ settings }) => {
    if (settings === undefined) return skip({ code: 'doctor.config.unknown', args: {} });
    const folder = nearestFolder(settings.logDir);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const wanted = settings.findings.maxTotalBytes + settings.audit.maxTotalBytes + settings.logs.maxTotalBytes;
    const args = { folder, free: Math.floor(free / MB), wanted: Math.ceil(wanted / MB) };
    const remedy = { code: 'doctor.disk.remedy', args: {} } as const;
    if (free < FULL_BYTES) return [fail({ code: 'doctor.disk.full', args }, remedy)];
    if (free < wanted) return [warn({ code: 'doctor.disk.little', args }, remedy)];
    return ok({ code: 'doctor.disk.ok', args });
  },
};

/** The folder itself is made with the first start. */
function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}
