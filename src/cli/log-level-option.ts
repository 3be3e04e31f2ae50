import { Option } from 'commander';
import { configSchema } from '../sidecar/config.generated.js';
import type { Texts } from '../text/texts.js';

/** How much the process that a command starts writes to its log. It wins over the configuration, as a variable does. */
export function logLevelOption(texts: Texts): Option {
  return new Option('--log-level <LEVEL>', texts('cli.option.log_level', {})).choices([
    ...configSchema.properties.logLevel.enum,
  ]);
}
