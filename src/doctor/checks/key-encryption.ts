import { describeAuthority } from '../../sidecar/ca/ca-description.js';
import { GuardianError } from '../../text/guardian-error.js';
import type { Check } from '../check.js';
import { fail, ok, skip } from '../verdict.js';

/** Whether the CA key lies sealed on disk, and under what. */
export const keyEncryption: Check = {
  code: 'key_encryption',
  run: ({ state }) => {
    try {
      const authority = describeAuthority(state);
      if (authority === undefined) return skip({ code: 'doctor.ca.none', args: {} });
      return ok({ code: 'doctor.key.sealed', args: { secret: authority.secret } });
    } catch (error) {
      if (!(error instanceof GuardianError)) throw error;
      // A file of somebody else's, or on a disk that does not answer, is not damaged: a new CA would be no remedy.
      if (error.code === 'state.file') throw error;
      return [
        fail({ code: 'doctor.key.damaged', args: { reason: error.saying } }, { code: 'doctor.key.remedy', args: {} }),
      ];
    }
  },
};
