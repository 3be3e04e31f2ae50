import { LOCALE_VARIABLE } from '../sidecar/configured-locale.js';

/**
 * What a container is given so that its traffic goes through the Guardian and its runtimes trust the leaf certificates.
 *
 * No variable is known to all: Node reads only NODE_EXTRA_CA_CERTS, OpenSSL and Go SSL_CERT_FILE, Deno DENO_CERT, curl
 * CURL_CA_BUNDLE, Python's requests REQUESTS_CA_BUNDLE and git GIT_SSL_CAINFO. Proxies are read in upper or lower case.
 */
export interface ContainerEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** The one file to mount, read-only: certificates only. Absent when HTTPS is not opened. */
  readonly mount?: { readonly source: string; readonly target: string };
}

/** Where the bundle lies in a container. A path of our own: a mount target cannot be mounted twice. */
export const BUNDLE_TARGET = '/etc/traffic-guardian/ca-bundle.pem';

/** Variables that name the CA bundle. */
export const CA_VARIABLES = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'DENO_CERT',
  'CURL_CA_BUNDLE',
  'REQUESTS_CA_BUNDLE',
  'GIT_SSL_CAINFO',
] as const;

/** Variables that name the proxy. */
export const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'] as const;

/**
 * @param proxyUrl The Guardian as the container reaches it, with the credential of its agent group.
 * @param bundle The bundle on the host; undefined when HTTPS is not opened, and no CA variable is touched then.
 * @param locale The operator's, in which the tools in the container answer; undefined when it is English.
 */
export function containerEnvironment(
  proxyUrl: string,
  bundle: string | undefined,
  locale?: string,
): ContainerEnvironment {
  const spoken = locale === undefined ? {} : { [LOCALE_VARIABLE]: locale };
  if (bundle === undefined) return { variables: { ...proxyEnvironment(proxyUrl), ...spoken } };
  return {
    variables: { ...proxyEnvironment(proxyUrl), ...authorityEnvironment(BUNDLE_TARGET), ...spoken },
    mount: { source: bundle, target: BUNDLE_TARGET },
  };
}

/** What sends a program through a proxy; Node's own fetch and http do so only when they are told. */
export function proxyEnvironment(url: string): Record<string, string> {
  return Object.fromEntries([...PROXY_VARIABLES.map((name) => [name, url] as const), NODE_HONOURS_PROXY]);
}

/** What makes a program trust the CAs of a bundle. */
export function authorityEnvironment(bundle: string): Record<string, string> {
  return Object.fromEntries(CA_VARIABLES.map((name) => [name, bundle]));
}

/** Node's own fetch reads proxy variables only with this (https://nodejs.org/api/cli.html#node_use_env_proxy1). */
export const NODE_HONOURS_PROXY = ['NODE_USE_ENV_PROXY', '1'] as const;
