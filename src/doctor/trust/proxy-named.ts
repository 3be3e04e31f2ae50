import { GuardianError } from '../../text/guardian-error.js';

/**
 * The proxy that the programs of a place use for HTTPS.
 *
 * @returns undefined when none is named.
 * @throws GuardianError `ca.doctor.bad_proxy`
 */
export function proxyNamed(env: NodeJS.ProcessEnv): URL | undefined {
  const named = [env['HTTPS_PROXY'], env['https_proxy']].find((value) => (value ?? '') !== '');
  if (named === undefined) return undefined;
  // TLS to the proxy itself is not what the Guardian speaks.
  if (!URL.canParse(named) || new URL(named).protocol !== 'http:') {
    throw new GuardianError({ code: 'ca.doctor.bad_proxy', args: {} });
  }
  return new URL(named);
}
