import { GuardianError } from '../text/guardian-error.js';

/**
 * Whether Node's permission model holds this process. Asked by what it forbids, not by how the process was started: one
 * that allows everything protects nothing.
 */
export function isConfined(): boolean {
  const permission = permissionOf(process);
  if (permission === undefined) return false;
  return !permission.has('child') && !['fs.read', 'fs.write'].some((scope) => permission.has(scope, '/etc/passwd'));
}

/** Whether this process may read a file, as far as Node's permission model is concerned. */
function mayRead(file: string): boolean {
  return permissionOf(process)?.has('fs.read', file) ?? true;
}

/**
 * A process under Node's permission model reads the files that it was started with and no others.
 *
 * @param field The setting that names the files.
 * @throws GuardianError `config.needs_restart`
 */
export function refuseUnreadable(field: string, files: readonly string[]): void {
  if (!files.every(mayRead)) throw new GuardianError({ code: 'config.needs_restart', args: { field } });
}

/** Absent without the permission model, whatever the types say. */
function permissionOf(running: Partial<NodeJS.Process>): NodeJS.ProcessPermission | undefined {
  return running.permission;
}
