import { answers } from '../../sidecar/control/checked-answers.js';
import { checkConfigResultSchema } from '../../sidecar/control/check-config-result.generated.js';
import { checkConfigSchema, type CheckConfig } from '../../sidecar/control/check-config.generated.js';
import { heard } from '../../text/said.js';
import { validatorOf } from '../../validation/validator.js';
import { accepted, clipped, readOnly, reply, type GuardianTool } from '../tool.js';

const validateInput = validatorOf<CheckConfig>(checkConfigSchema);

/** Names of unknown keys come from whoever wrote the configuration and may have any length. */
const MAX_FIELD = 200;
const MAX_MESSAGE = 600;

/** Whether a configuration would be accepted. */
export const checkConfigTool: GuardianTool = {
  definition: {
    name: 'clawsec_traffic_check_config',
    title: 'Traffic Guardian: check a configuration',
    description: [
      'Checks a Traffic Guardian configuration without using it: returns whether it is valid and, for everything that is',
      'wrong, the field, a stable code and a sentence that says what to do. Give the content of config.json as "config";',
      'without it, the configuration that the operator has on disk is checked. Nothing is changed or restarted.',
    ].join(' '),
    inputSchema: {
      type: 'object',
      description: checkConfigSchema.description,
      additionalProperties: false,
      properties: checkConfigSchema.properties,
    },
    outputSchema: {
      type: 'object',
      description: checkConfigResultSchema.description,
      additionalProperties: false,
      required: [...checkConfigResultSchema.required],
      properties: checkConfigResultSchema.properties,
    },
    annotations: { title: 'Traffic Guardian: check a configuration', ...readOnly },
  },
  call: async (client, args, texts) => {
    const { valid, problems } = answers.checkConfig(await client.call('check-config', accepted(validateInput(args))));
    const shown = problems.map(({ field, code, message }) => ({
      field: clipped(field, MAX_FIELD),
      code: clipped(code, MAX_FIELD),
      message: clipped(message, MAX_MESSAGE),
    }));
    const lines = problems.map((problem) => `- ${clipped(heard(problem, texts), MAX_MESSAGE)}`);
    const text = valid ? [texts('mcp.check.valid', {})] : [texts('mcp.check.invalid', {}), ...lines];
    return reply({ valid, problems: shown }, text.join('\n'));
  },
};
