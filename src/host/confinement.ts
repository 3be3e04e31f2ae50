import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SYSTEM_FILES } from '../sidecar/system-files.js';
import { loadConfig } from '../sidecar/config.js';
import { configFileFrom, homeFrom, passphraseFileFrom } from '../sidecar/environment.js';
import { programFolder } from '../sidecar/version.js';
import type { Settings } from '../sidecar/settings.js';
import { filesOfWatch } from '../sidecar/watch/watched-files.js';
import { filesOfSettings } from '../sidecar/sending/files-of-settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The flags by which Node confines a sidecar (https://nodejs.org/api/permissions.html): it reads its program, the
 * system's certificates and the files of its configuration, writes its own folders, and starts no processes. Threads are
 * allowed because the observer is one.
 *
 * @param program The sidecar's program.
 * @returns none when this runtime has no permission model.
 */
export function confinementFlags(program: string, env: Environment): string[] {
  const flags = process.allowedNodeEnvironmentFlags;
  // Bun and others name themselves beside Node's version.
  const flag = ['--permission', '--experimental-permission'].find((name) => flags.has(name));
  if (flag === undefined || 'bun' in process.versions) return [];
  const settings = settingsFrom(env);
  const own = [homeFrom(env), ...(settings === undefined ? [] : [settings.logDir])];
  // It is written beside first, then renamed.
  const bundle = settings === undefined ? [] : withTarget(settings.caBundle).map((file) => `${file}*`);
  const read = [
    ...programFiles(program),
    ...configuredFiles(env, settings),
    ...SYSTEM_FILES.filter((file) => existsSync(file)),
  ];
  const written = outermost([...own, ...bundle]);
  return [
    flag,
    // They are known and would be taken for trouble: the model is experimental on Node 20, and threads are allowed.
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=SecurityWarning',
    '--allow-worker',
    // From Node 25 on, network access is confined too.
    ...(flags.has('--allow-net') ? ['--allow-net'] : []),
    ...outermost([...read, ...written]).map((path) => `--allow-fs-read=${path}`),
    ...written.map((path) => `--allow-fs-write=${path}`),
  ];
}

/** Each path once, and none that another covers: Node 20 gives up when it is told the same twice. */
function outermost(paths: readonly string[]): string[] {
  const all = [...new Set(paths)];
  return all.filter((path) => !all.some((other) => other !== path && path.startsWith(join(other, '/'))));
}

/** Of a configuration that is wrong nothing is used; the sidecar says so itself. */
function settingsFrom(env: Environment): Settings | undefined {
  try {
    return loadConfig(configFileFrom(env), homeFrom(env), env).settings;
  } catch {
    return undefined;
  }
}

/** The program with its packages, which may lie in any folder above it, and what it reads beside itself. */
function programFiles(program: string): string[] {
  const sources = dirname(dirname(realpathSync(program)));
  const beside: string[] = [join(programFolder, 'i18n')];
  for (let folder = sources; ; folder = dirname(folder)) {
    beside.push(...['node_modules', 'package.json', 'skill.json'].map((name) => join(folder, name)));
    if (folder === dirname(folder)) break;
  }
  return [sources, ...beside.filter((file) => existsSync(file)).flatMap(withTarget)];
}

function configuredFiles(env: Environment, settings: Settings | undefined): string[] {
  const named = [configFileFrom(env), passphraseFileFrom(env), env['NODE_EXTRA_CA_CERTS'], env['SSL_CERT_FILE']];
  const watched = settings === undefined ? [] : [...filesOfWatch(settings.watch), ...filesOfSettings(settings)];
  const files = [...named, ...(settings?.trustedCaFiles ?? []), ...watched];
  return files.flatMap((file) => (file === undefined || file === '' ? [] : withTarget(file)));
}

/** A file and, when it is a link, what it leads to. */
function withTarget(file: string): string[] {
  try {
    return [...new Set([file, realpathSync(file)])];
  } catch {
    return [file];
  }
}
