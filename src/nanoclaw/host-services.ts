/** Variables by which a runtime is told what not to send through a proxy. */
const NO_PROXY_VARIABLES = ['NO_PROXY', 'no_proxy'] as const;

const HOST_NAME = 'host.docker.internal';

/**
 * A container may have been pointed at a service on the host by a plain URL, as installs without OneCLI do with their
 * credential proxy or a local model. The Guardian takes nobody to the host (law 5), so such a service stays reachable
 * directly, and what is said to it is not seen.
 *
 * @returns the variables that leave it out, and which variables name it; undefined when there is none.
 */
export function directHostServices(
  variables: readonly (readonly [name: string, value: string])[],
): { readonly variables: Record<string, string>; readonly namedBy: string[] } | undefined {
  const namedBy = variables.filter(([, value]) => URL.canParse(value) && new URL(value).hostname === HOST_NAME);
  if (namedBy.length === 0) return undefined;
  const added = NO_PROXY_VARIABLES.map((name) => {
    const present = variables.findLast(([each]) => each === name)?.[1] ?? '';
    const hosts = present.split(',').map((host) => host.trim());
    return [name, [...hosts.filter((host) => host !== '' && host !== HOST_NAME), HOST_NAME].join(',')] as const;
  });
  return { variables: Object.fromEntries(added), namedBy: namedBy.map(([name]) => name) };
}
