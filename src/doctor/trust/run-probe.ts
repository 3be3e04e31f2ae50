import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Probe, ProbeResult, ProbeTarget, TrustVerdict } from './probe.js';

/** A program that takes longer is ended, and nothing is known of it. */
const TIMEOUT_MS = 30_000;
/** Exit code of a shell, and of wrappers that imitate one, when a command is not there. */
const NOT_FOUND = 127;

/** What programs say of a certificate that they do not accept, in their own words. */
const REFUSAL =
  /certificate (?:verif|is not|cannot|can't|has)|unable to get (?:local )?issuer|self[- ]signed certificate|unknown (?:ca|authority)|not trusted|CERTIFICATE_VERIFY_FAILED|UNABLE_TO_(?:GET|VERIFY)|server certificate verification failed|SSL certificate (?:problem|error)|certificate issuer is not recogni[sz]ed|doesn't have a known issuer|PKIX/i;
/** What a program says that got its answer and found it to be nothing of use to it. */
const ANSWERED =
  /not found|invalid index|no matching distribution|not valid: is this a git repository|404|could not fetch|unexpected|expected value|failed to parse|config\.json/i;

/**
 * Tries one program. It is given the proxy and nothing else: which CAs it trusts is what is to be found out.
 *
 * @param environment The variables of the place that is examined.
 */
export async function runProbe(
  probe: Probe,
  target: ProbeTarget,
  environment: NodeJS.ProcessEnv,
): Promise<ProbeResult> {
  const env = environmentFor(probe, target, environment);
  const variables = probe.variables.map((name) => ({ name, value: environment[name] }));
  const result = (verdict: TrustVerdict): ProbeResult => ({
    name: probe.name,
    verdict,
    variables,
    ...(probe.setting === undefined ? {} : { setting: probe.setting }),
  });
  if (!(await isPresent(probe, env, target.folder))) return result('absent');
  if (probe.script?.file !== undefined) writeFileSync(join(target.folder, probe.script.file), probe.script.text);
  const [file, ...args] = probe.command.map((part) => filled(part, target));
  const ended = await execa(file ?? '', args, {
    env,
    extendEnv: false,
    cwd: target.folder,
    reject: false,
    all: true,
    timeout: probe.timeoutMs ?? TIMEOUT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: 1_000_000,
    ...(probe.script !== undefined && probe.script.file === undefined
      ? { input: probe.script.text }
      : { stdin: 'ignore' }),
  });
  return result(verdictOf(probe, { code: ended.exitCode, output: ended.all }));
}

function verdictOf({ script }: Probe, { code, output }: { code: number | undefined; output: string }): TrustVerdict {
  if (code === NOT_FOUND) return 'absent';
  if (/^TRUSTED\b/m.test(output)) return 'trusted';
  if (/^REFUSED\b/m.test(output)) return 'refused';
  if (script !== undefined) return 'unknown';
  if (REFUSAL.test(output)) return 'refused';
  return code === 0 || ANSWERED.test(output) ? 'trusted' : 'unknown';
}

async function isPresent({ command, presence }: Probe, env: NodeJS.ProcessEnv, cwd: string): Promise<boolean> {
  const [file, ...args]: readonly string[] = presence ?? [command[0], '--version'];
  const { failed } = await execa(file ?? '', args, {
    env,
    extendEnv: false,
    cwd,
    reject: false,
    stdio: 'ignore',
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  return !failed;
}

function environmentFor({ env = {} }: Probe, target: ProbeTarget, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].map(
    (name) => [name, target.proxy] as const,
  );
  const own = Object.entries(env).map(([name, value]) => [name, filled(value, target)] as const);
  return {
    ...environment,
    // The name of the check must not be among the exceptions.
    NO_PROXY: '',
    no_proxy: '',
    ...Object.fromEntries(proxies),
    NODE_USE_ENV_PROXY: '1',
    // Messages are recognised in English.
    LC_ALL: 'C',
    TRUST_PROXY: target.proxy,
    TRUST_HOST: target.host,
    ...Object.fromEntries(own),
  };
}

function filled(text: string, target: ProbeTarget): string {
  return text.replaceAll('{url}', target.url).replaceAll('{proxy}', target.proxy).replaceAll('{folder}', target.folder);
}
