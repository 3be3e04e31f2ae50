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
export function mayRead(file: string): boolean {
  return permissionOf(process)?.has('fs.read', file) ?? true;
}

/** Absent without the permission model, whatever the types say. */
function permissionOf(running: Partial<NodeJS.Process>): NodeJS.ProcessPermission | undefined {
  return running.permission;
}
