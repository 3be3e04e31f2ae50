import { join } from 'node:path';
import { validatorOf, type Problem, type Validated } from '../validation/validator.js';
import { configSchema, type Config } from './config.generated.js';
import { homeOfUser, writtenPath } from './written-path.js';

/** Every variable begins with this. */
export const ENV_PREFIX = 'NANOCLAW_TRAFFIC_GUARDIAN_';

/** Variables that set something in the configuration, by the key they set. The rest of their name follows the prefix. */
export const CONFIG_VARIABLES = {
  mode: 'MODE',
  proxyUrl: 'PROXY_URL',
  caBundle: 'CA_BUNDLE',
  logDir: 'LOG_DIR',
  maxScanBytes: 'MAX_SCAN_BYTES',
  redactSnippets: 'REDACT_SNIPPETS',
  logLevel: 'LOG_LEVEL',
  locale: 'LOCALE',
} as const satisfies Partial<Record<keyof Config, string>>;

/** Variables that say where things are. */
export const PLACE_VARIABLES = { home: 'HOME', config: 'CONFIG', caPassphraseFile: 'CA_PASSPHRASE_FILE' } as const;

/**
 * The part of the configuration that the environment sets. A wrong value is an error that names the variable, and an
 * empty one counts as not set.
 */
export function overridesFrom(env: NodeJS.ProcessEnv): Validated<Partial<Config>> {
  const problems: Problem[] = [];
  let overrides: Partial<Config> = {};
  for (const [key, name] of Object.entries(CONFIG_VARIABLES)) {
    const text = env[ENV_PREFIX + name];
    if (text === undefined || text === '') continue;
    const checked = validatorOf<Partial<Config>>(schemaOfOne(key, ENV_PREFIX + name))({
      [ENV_PREFIX + name]: valueOf(text),
    });
    if (checked.ok) overrides = { ...overrides, [key]: valueOf(text) };
    else problems.push(...checked.problems);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: overrides };
}

/** The state folder: `NANOCLAW_TRAFFIC_GUARDIAN_HOME`, or a folder in the user's home. */
export function homeFrom(env: NodeJS.ProcessEnv): string {
  const set = env[ENV_PREFIX + PLACE_VARIABLES.home];
  return set === undefined || set === '' ? join(homeOfUser(), '.nanoclaw-traffic-guardian') : placeOf(set);
}

/** The configuration file: `NANOCLAW_TRAFFIC_GUARDIAN_CONFIG`, or config.json in the state folder. */
export function configFileFrom(env: NodeJS.ProcessEnv): string {
  const set = env[ENV_PREFIX + PLACE_VARIABLES.config];
  return set === undefined || set === '' ? join(homeFrom(env), 'config.json') : placeOf(set);
}

/** Whether somebody named the configuration file, on the command line or in a variable. */
export function isConfigNamed(env: NodeJS.ProcessEnv): boolean {
  return (env[ENV_PREFIX + PLACE_VARIABLES.config] ?? '') !== '';
}

/** The file with the passphrase that the CA key is sealed under; undefined when a secret of this machine is used. */
export function passphraseFileFrom(env: NodeJS.ProcessEnv): string | undefined {
  const set = env[ENV_PREFIX + PLACE_VARIABLES.caPassphraseFile];
  return set === undefined || set === '' ? undefined : placeOf(set);
}

/** Places in variables are relative to where the program was started. */
function placeOf(text: string): string {
  return writtenPath(process.cwd(), text);
}

/** The schema of one key under the name of its variable, so that messages name what was typed. */
function schemaOfOne(key: string, name: string): Record<string, unknown> {
  const properties: Record<string, unknown> = configSchema.properties;
  return { type: 'object', properties: { [name]: properties[key] } };
}

/** Variables are text; numbers and booleans are meant as such. */
function valueOf(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}
