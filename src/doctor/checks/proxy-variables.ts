import { CA_VARIABLES, PROXY_VARIABLES } from '../../host/container-environment.js';
import type { Check, Examined, Verdict } from '../check.js';
import { fail, problemsOr, skip, warn } from '../verdict.js';

/** Whether the variables of a container or process lead its traffic through the Guardian. */
export const proxyVariables: Check = {
  code: 'proxy_variables',
  run: (examined) => {
    const { target, settings } = examined;
    if (target === undefined) return skip({ code: 'doctor.target.none', args: {} });
    const { variables } = target;
    const remedy = { code: 'doctor.target.remedy', args: {} } as const;
    const problems: Verdict[] = [];
    const missing = PROXY_VARIABLES.filter((name) => isUnset(variables[name]));
    if (missing.length === PROXY_VARIABLES.length) {
      return [fail({ code: 'doctor.target.no_proxy_variables', args: {} }, remedy)];
    }
    if (missing.length > 0) {
      problems.push(warn({ code: 'doctor.target.some_missing', args: { names: missing.join(', ') } }, remedy));
    }
    const elsewhere = PROXY_VARIABLES.filter(
      (name) => !isUnset(variables[name]) && !leadsHere(variables[name], examined),
    );
    if (elsewhere.length > 0) {
      problems.push(fail({ code: 'doctor.target.elsewhere', args: { names: elsewhere.join(', ') } }, remedy));
    }
    const around = ['NO_PROXY', 'no_proxy'].filter((name) => !isUnset(variables[name]));
    if (around.length > 0) {
      problems.push(warn({ code: 'doctor.target.no_proxy', args: { names: around.join(', ') } }, remedy));
    }
    const withoutCa = CA_VARIABLES.filter((name) => isUnset(variables[name]));
    if (settings?.httpsInspection.enabled === true && withoutCa.length > 0) {
      problems.push(warn({ code: 'doctor.target.no_ca', args: { names: withoutCa.join(', ') } }, remedy));
    }
    return problemsOr(problems, { code: 'doctor.target.ok', args: {} });
  },
};

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === '';
}

/** By the port: a container knows this machine by names and addresses that this machine does not. */
function leadsHere(value: string | undefined, { settings, status }: Examined): boolean {
  const url = URL.canParse(value ?? '') ? new URL(value ?? '') : undefined;
  if (url === undefined) return false;
  const known = [settings?.proxyUrl, status && `http://${status.listen}`].filter((base) => base !== undefined);
  const ports = [...known.map((base) => new URL(base).port), String(settings?.listen.port ?? '')];
  return ports.includes(url.port);
}
