import type { Saying } from '../../text/texts.js';
import type { Check, Target } from '../check.js';
import { problemsOr, skip, warn } from '../verdict.js';

/**
 * Programs that would go around the proxy, or refuse its certificates, with the variables as they are. Each line of the
 * table is a program's own documentation put into a condition.
 */
export const runtimes: Check = {
  code: 'runtimes',
  run: ({ target }) => {
    if (target === undefined) return skip({ code: 'doctor.target.none', args: {} });
    const ignoring = ignoringIn(target).map((message) => warn(message, { code: 'doctor.runtime.remedy', args: {} }));
    return problemsOr(ignoring, { code: 'doctor.runtime.ok', args: {} });
  },
};

function ignoringIn({ variables }: Target): Saying[] {
  const has = (name: string): boolean => (variables[name] ?? '') !== '';
  const found: (Saying | false)[] = [
    // https://nodejs.org/api/cli.html#node_use_env_proxy1: fetch and http read proxies only with it, from Node 22.21.
    !has('NODE_USE_ENV_PROXY') && { code: 'doctor.runtime.node', args: {} },
    // curl(1), "ENVIRONMENT": http_proxy counts in lower case alone, because CGI sets HTTP_PROXY from a request.
    !has('http_proxy') && { code: 'doctor.runtime.curl', args: {} },
    // https://docs.oracle.com/en/java/javase/21/core/java-networking.html: properties, no variables.
    !/-Dhttps?\.proxyHost/.test(variables['JAVA_TOOL_OPTIONS'] ?? '') && { code: 'doctor.runtime.java', args: {} },
    has('ALL_PROXY') && !has('HTTPS_PROXY') && { code: 'doctor.runtime.all_proxy', args: {} },
    (variables['NODE_TLS_REJECT_UNAUTHORIZED'] ?? '') === '0' && { code: 'doctor.runtime.unverified', args: {} },
  ];
  return found.filter((saying) => saying !== false);
}
