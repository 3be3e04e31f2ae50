import type { Check } from '../check.js';
import { fail, ok } from '../verdict.js';

/** Whether the configuration can be used. */
export const configuration: Check = {
  code: 'config',
  run: ({ configProblem, configFile }) =>
    configProblem === undefined
      ? ok({ code: 'doctor.config.ok', args: { file: configFile } })
      : [
          fail(
            { code: 'doctor.config.invalid', args: { problem: configProblem } },
            { code: 'doctor.config.remedy', args: {} },
          ),
        ],
};
