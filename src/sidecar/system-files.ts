/** What the sidecar reads of the system: its certificates, the machine's identifier, and what it may know of itself. */
export const SYSTEM_FILES = [
  '/etc/ssl',
  '/etc/pki',
  '/etc/ca-certificates',
  '/usr/share/ca-certificates',
  '/usr/local/share/ca-certificates',
  '/etc/machine-id',
  '/var/lib/dbus/machine-id',
  // Not /proc/self or /proc/thread-self as a whole: their `root` is every file there is.
  '/proc/self/limits',
  '/proc/self/fdinfo',
  '/proc/thread-self/status',
] as const;
