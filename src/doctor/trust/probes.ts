import { GO, JAVA, JAVASCRIPT, PYTHON_HTTPX, PYTHON_REQUESTS, PYTHON_SSL, RUBY } from './probe-scripts.js';
import type { Probe } from './probe.js';

/**
 * Every program that is tried, with the variable that its own documentation names for a CA bundle. Tools are asked for
 * something that the answer does not have, so that they end soon; what they say of the certificate is what counts.
 */
export const probes: readonly Probe[] = [
  // https://nodejs.org/api/cli.html#node_extra_ca_certsfile
  {
    name: 'node',
    command: ['node', '--input-type=module', '-'],
    script: { text: JAVASCRIPT },
    variables: ['NODE_EXTRA_CA_CERTS'],
  },
  // https://bun.sh/docs/runtime/env: Bun reads Node's variable.
  {
    name: 'bun',
    command: ['bun', 'run', '{folder}/probe.mjs'],
    script: { text: JAVASCRIPT, file: 'probe.mjs' },
    variables: ['NODE_EXTRA_CA_CERTS'],
  },
  // https://docs.deno.com/runtime/reference/env_variables/
  {
    name: 'deno',
    command: ['deno', 'run', '--allow-all', '--no-prompt', '{folder}/deno.mjs'],
    script: { text: JAVASCRIPT, file: 'deno.mjs' },
    env: { DENO_DIR: '{folder}/deno', DENO_NO_UPDATE_CHECK: '1' },
    variables: ['DENO_CERT'],
  },
  // https://docs.openssl.org/master/man3/SSL_CTX_load_verify_locations/
  { name: 'python ssl', command: ['python3', '-'], script: { text: PYTHON_SSL }, variables: ['SSL_CERT_FILE'] },
  // https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification
  {
    name: 'python requests',
    command: ['python3', '-'],
    script: { text: PYTHON_REQUESTS },
    variables: ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'],
    presence: ['python3', '-c', 'import requests'],
  },
  // https://www.python-httpx.org/environment_variables/
  {
    name: 'python httpx',
    command: ['python3', '-'],
    script: { text: PYTHON_HTTPX },
    variables: ['SSL_CERT_FILE'],
    presence: ['python3', '-c', 'import httpx'],
  },
  // curl(1), "--cacert"
  {
    name: 'curl',
    command: ['curl', '--silent', '--show-error', '--max-time', '10', '{url}'],
    variables: ['CURL_CA_BUNDLE', 'SSL_CERT_FILE'],
  },
  // wget(1), "ca_certificate": built with GnuTLS, as in Debian, it reads no variable but its configuration.
  {
    name: 'wget',
    command: ['wget', '--no-verbose', '--tries=1', '--timeout=10', '--output-document=-', '{url}'],
    variables: ['WGETRC', 'SSL_CERT_FILE'],
    setting: 'ca_certificate = BUNDLE',
  },
  // git-config(1), "http.sslCAInfo"
  {
    name: 'git',
    command: ['git', 'ls-remote', '{url}'],
    env: { GIT_TERMINAL_PROMPT: '0' },
    variables: ['GIT_SSL_CAINFO'],
  },
  // https://pkg.go.dev/crypto/x509#SystemCertPool
  {
    name: 'go',
    command: ['go', 'run', '{folder}/probe.go'],
    script: { text: GO, file: 'probe.go' },
    env: {
      GO111MODULE: 'off',
      GOTOOLCHAIN: 'local',
      GOTELEMETRY: 'off',
      GOFLAGS: '',
      GOCACHE: '{folder}/go',
      CGO_ENABLED: '0',
    },
    timeoutMs: 90_000,
    variables: ['SSL_CERT_FILE'],
    presence: ['go', 'version'],
  },
  // https://docs.oracle.com/en/java/javase/21/security/java-secure-socket-extension-jsse-reference-guide.html
  {
    name: 'java',
    command: ['java', '{folder}/TrustProbe.java'],
    script: { text: JAVA, file: 'TrustProbe.java' },
    variables: ['JAVA_TOOL_OPTIONS'],
    setting: '-Djavax.net.ssl.trustStore=FILE',
  },
  { name: 'ruby', command: ['ruby', '-'], script: { text: RUBY }, variables: ['SSL_CERT_FILE'] },
  // https://doc.rust-lang.org/cargo/reference/config.html#httpcainfo
  {
    name: 'rust (cargo)',
    command: ['cargo', 'search', '--index', 'sparse+{url}', '--limit', '1', 'trust-check'],
    env: { CARGO_HOME: '{folder}/cargo', CARGO_NET_RETRY: '0', RUSTUP_AUTO_INSTALL: '0' },
    variables: ['CARGO_HTTP_CAINFO', 'SSL_CERT_FILE'],
  },
  // apt-transport-https(1), "CAInfo": apt has no variable, only its configuration.
  {
    name: 'apt',
    command: [
      '/usr/lib/apt/apt-helper',
      '-o',
      'Acquire::https::Proxy={proxy}',
      '-o',
      'Acquire::Retries=0',
      'download-file',
      '{url}',
      '{folder}/apt',
    ],
    variables: ['APT_CONFIG'],
    setting: 'Acquire::https::CAInfo "BUNDLE";',
    presence: ['apt-get', '--version'],
  },
  // https://pip.pypa.io/en/stable/topics/https-certificates/
  {
    name: 'pip',
    command: [
      'python3',
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--no-cache-dir',
      '--retries',
      '0',
      '--dest',
      '{folder}',
      '--index-url',
      '{url}',
      'trust-check',
    ],
    env: { PIP_CONFIG_FILE: '/dev/null', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
    variables: ['PIP_CERT', 'REQUESTS_CA_BUNDLE'],
    presence: ['python3', '-m', 'pip', '--version'],
  },
  // https://docs.npmjs.com/cli/v10/using-npm/config#cafile
  {
    name: 'npm',
    command: [
      'npm',
      'ping',
      '--registry',
      '{url}',
      '--fetch-retries',
      '0',
      '--cache',
      '{folder}/npm',
      '--no-update-notifier',
    ],
    variables: ['NODE_EXTRA_CA_CERTS', 'npm_config_cafile'],
  },
];
