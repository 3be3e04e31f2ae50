import { readFileSync } from 'node:fs';
import { configFileFrom, CONFIG_VARIABLES, ENV_PREFIX } from './environment.js';

/** Names the language of texts for people. */
export const LOCALE_VARIABLE = `${ENV_PREFIX}${CONFIG_VARIABLES.locale}`;

/** `locale` of the configuration in use. The variable wins over the file, as for every key; nothing else is checked. */
export function configuredLocale(env: NodeJS.ProcessEnv): string | undefined {
  const set = env[LOCALE_VARIABLE] ?? '';
  if (set !== '') return set;
  try {
    const config: unknown = JSON.parse(readFileSync(configFileFrom(env), 'utf8'));
    if (typeof config !== 'object' || config === null || !('locale' in config)) return undefined;
    return typeof config.locale === 'string' ? config.locale : undefined;
  } catch {
    return undefined;
  }
}
