/** What the sidecar may take over from the environment of whoever starts it: nothing that could be a secret of others. */
const PASSED_ON =
  /^(?:NANOCLAW_TRAFFIC_GUARDIAN_\w+|HOME|PATH|LANG|LC_\w+|TZ|TMPDIR|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR)$/;
/** What the shell in between, macOS and the start of the sidecar itself add; none of it is anybody's. */
const ADDED =
  /^(?:PWD|OLDPWD|SHLVL|_|__CF_USER_TEXT_ENCODING|MALLOC_(?:ARENA_MAX|MMAP_THRESHOLD_|TRIM_THRESHOLD_)|UV_THREADPOOL_SIZE)$/;

/** The part of an environment that the sidecar, and whoever watches over it, is given. */
export function passedOn(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => PASSED_ON.test(name)));
}

/** Whether a variable in the sidecar's own environment is one of those. */
export function isPassedOn(name: string): boolean {
  return PASSED_ON.test(name) || ADDED.test(name);
}
