import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { homeFrom } from '../sidecar/environment.js';
import { stateFolderAt } from '../sidecar/state-folder.js';
import { GuardianError } from '../text/guardian-error.js';
import { fileClient } from './file-client.js';
import { controlSocketClient, type GuardianClient } from './guardian-client.js';
import { nclClient } from './ncl-client.js';

export interface ChooseOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Root of the file system; another one in tests. */
  readonly root?: string;
}

/**
 * The way to the Guardian from where this process runs: `ncl` in a container of NanoClaw 2, files in one of NanoClaw 1,
 * the control socket on the host. Looked for anew at each call, so that a server that started too early is not stuck.
 */
export function chosenClient(options: ChooseOptions): GuardianClient {
  return { call: (method, params) => choose(options).call(method, params) };
}

/** @throws GuardianError `mcp.no_way` when there is none. */
export function choose({ env, root = '/' }: ChooseOptions): GuardianClient {
  const ncl = existsSync(join(root, 'workspace/inbound.db')) ? programIn(env['PATH'] ?? '', 'ncl') : undefined;
  if (ncl !== undefined) return nclClient({ command: ncl });
  const folder = join(root, 'workspace/ipc');
  if (existsSync(join(folder, 'tasks'))) return fileClient({ folder });
  const { controlSocket } = stateFolderAt(homeFrom(env));
  if (existsSync(controlSocket)) return controlSocketClient(controlSocket);
  throw new GuardianError({ code: 'mcp.no_way', args: {} });
}

function programIn(path: string, name: string): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
