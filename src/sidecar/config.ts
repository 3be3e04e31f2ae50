import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { ruleGroups } from '../detect/rules/groups.generated.js';
import { parseUpstreamProxy } from '../proxy/dial/upstream-proxy.js';
import { GuardianError } from '../text/guardian-error.js';
import { type Saying } from '../text/texts.js';
import { codeOf, messageOf } from '../text/unknown-error.js';
import { closestName } from '../validation/closest-name.js';
import { sayingOfJsonFault } from '../validation/json-fault.js';
import { sayingsOf, validatorOf, type Problem } from '../validation/validator.js';
import { configSchema, type Config } from './config.generated.js';
import { isConfigNamed, overridesFrom } from './environment.js';
import { withGatewayCa } from './gateway-ca.js';
import { settingsOf, type Settings } from './settings.js';
import { sinkProblems } from './sending/sink-problems.js';

const validate = validatorOf<Config>(configSchema);
const groupNames = ruleGroups.map(({ group }) => group);

/** A configuration that holds, and what it comes to. */
export interface LoadedConfig {
  readonly config: Config;
  readonly settings: Settings;
}

/** Outcome of reading a configuration: it is taken whole or not at all (law 7). */
export type ConfigOutcome =
  ({ readonly ok: true } & LoadedConfig) | { readonly ok: false; readonly problems: readonly Problem[] };

export interface ConfigSource {
  /** Text of config.json; undefined when there is none, which is as good as `{}`. */
  readonly text: string | undefined;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Checks a configuration from its text and the environment, which wins. Nothing is started or written. */
export function readConfig({ text, home, env }: ConfigSource): ConfigOutcome {
  const parsed = parse(text ?? '{}');
  if (!parsed.ok) return parsed;
  const checked = validate(parsed.value);
  if (!checked.ok) return checked;
  // The variables are checked under the names that the operator typed, then again as part of the whole.
  const overrides = overridesFrom(env);
  if (!overrides.ok) return overrides;
  const config: Config = { ...checked.value, ...overrides.value };
  const problems = furtherProblems(config);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config, settings: settingsOf(config, home) };
}

/**
 * Reads the configuration of a state folder.
 *
 * @param file config.json, which need not exist.
 * @throws GuardianError `config.unreadable` or `config.invalid`, the latter with every problem.
 */
export function loadConfig(file: string, home: string, env: NodeJS.ProcessEnv): LoadedConfig {
  return load(file, home, env, true);
}

/**
 * The same for whoever puts it in use: a file that was named is expected to be there. With the defaults in its place, a
 * name that was mistyped, or a file that was moved, would leave HTTPS closed and secrets unwatched without a word.
 */
export function loadConfigToUse(file: string, home: string, env: NodeJS.ProcessEnv): LoadedConfig {
  return load(file, home, env, !isConfigNamed(env));
}

function load(file: string, home: string, env: NodeJS.ProcessEnv, mayBeAbsent: boolean): LoadedConfig {
  const outcome = readConfig({ text: readConfigText(file, mayBeAbsent), home, env });
  if (outcome.ok) return withGateway(outcome, home);
  const problems = sayingsOf(outcome.problems);
  throw new GuardianError({ code: 'config.invalid', args: { file, problems } });
}

/** A configuration with what else is trusted on this host. */
export function withGateway({ config, settings }: LoadedConfig, home: string): LoadedConfig {
  return { config, settings: { ...settings, trustedCaFiles: withGatewayCa(home, settings.trustedCaFiles) } };
}

/** @throws GuardianError `config.unreadable`. */
export function readConfigText(file: string, mayBeAbsent: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (mayBeAbsent && codeOf(error) === 'ENOENT') return undefined;
    throw new GuardianError({ code: 'config.unreadable', args: { file, reason: messageOf(error) } });
  }
}

function parse(text: string): { ok: true; value: unknown } | { ok: false; problems: Problem[] } {
  // Some editors put a byte order mark in front of UTF-8; a reader may ignore it (RFC 8259 §8.1).
  const whole = text.replace(/^\uFEFF/, '');
  try {
    const value: unknown = JSON.parse(whole);
    return { ok: true, value };
  } catch {
    return { ok: false, problems: [{ field: '', saying: sayingOfJsonFault(whole) }] };
  }
}

/** What a schema cannot say. */
function furtherProblems(config: Config): Problem[] {
  const problems: Problem[] = [...sinkProblems(config)];
  const add = (field: string, saying: Saying): void => void problems.push({ field, saying });
  if (config.upstreamProxy !== undefined && parseUpstreamProxy(config.upstreamProxy) === undefined) {
    add('upstreamProxy', { code: 'config.upstream_proxy', args: {} });
  }
  const host = config.listen?.host;
  if (host !== undefined && host !== 'localhost' && isIP(host) === 0) {
    add('listen.host', { code: 'config.listen_host', args: {} });
  }
  for (const group of Object.keys(config.detection?.groups ?? {})) {
    const field = `detection.groups.${group}`;
    const guess = closestName(group, groupNames);
    if (groupNames.includes(group)) continue;
    if (guess !== undefined) add(field, { code: 'validation.unknown_key_guess', args: { field, guess } });
    else add(field, { code: 'validation.unknown_key', args: { field, known: groupNames.join(', ') } });
  }
  return problems;
}
