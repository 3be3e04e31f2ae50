import type { Check } from '../check.js';
import { fail, ok, warn } from '../verdict.js';

/** As `engines` in package.json says. */
const OLDEST = [20, 11] as const;

/** Whether this Node is one that the program is made for, and can confine the sidecar. */
export const nodeVersion: Check = {
  code: 'node_version',
  run: () => {
    const { node } = process.versions;
    const [major = 0, minor = 0] = node.split('.').map(Number);
    if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
      return [fail({ code: 'doctor.node.old', args: { node } }, { code: 'doctor.node.remedy', args: {} })];
    }
    const flags = process.allowedNodeEnvironmentFlags;
    if (!flags.has('--permission') && !flags.has('--experimental-permission')) {
      return [warn({ code: 'doctor.node.unconfined', args: { node } }, { code: 'doctor.node.remedy', args: {} })];
    }
    return ok({ code: 'doctor.node.ok', args: { node } });
  },
};
