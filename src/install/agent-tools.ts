import { execa } from 'execa';
import { join } from 'node:path';
import { GuardianError } from '../text/guardian-error.js';

/** Name of the MCP server in an agent group. */
const SERVER_NAME = 'traffic-guardian';
/** The server's program as a container sees it. */
const SERVER_IN_CONTAINER = '/app/skills/traffic-guardian/mcp.mjs';

const TIMEOUT_MS = 60_000;

/** An agent group, and whether it has the tools now. */
export interface GroupTools {
  readonly id: string;
  readonly name: string;
  readonly changed: boolean;
}

/**
 * Gives agent groups the tools, or takes them away, through NanoClaw's own command, which needs its host to run. What is
 * as wanted already is left alone. A group sees the change when it is restarted.
 *
 * @param wanted Identifiers of groups, or `all`.
 * @throws GuardianError `install.ncl` when the command fails, `install.unknown_group`.
 */
export async function setAgentTools(
  root: string,
  wanted: readonly string[] | 'all',
  add: boolean,
): Promise<GroupTools[]> {
  const groups = groupsIn(await ncl(root, ['groups', 'list']));
  const unknown = wanted === 'all' ? [] : wanted.filter((id) => !groups.some((group) => group.id === id));
  if (unknown.length > 0) {
    const known = groups.map(({ id, name }) => `${id} (${name})`).join(', ');
    throw new GuardianError({ code: 'install.unknown_group', args: { list: unknown.join(', '), known } });
  }
  const changes: GroupTools[] = [];
  for (const { id, name } of groups.filter((group) => wanted === 'all' || wanted.includes(group.id))) {
    const has = hasServer(await ncl(root, ['groups', 'config', 'get', '--id', id]));
    if (has !== add)
      await ncl(root, ['groups', 'config', add ? 'add-mcp-server' : 'remove-mcp-server', ...words(id, add)]);
    changes.push({ id, name, changed: has !== add });
  }
  return changes;
}

function words(id: string, add: boolean): string[] {
  const which = ['--id', id, '--name', SERVER_NAME];
  return add ? [...which, '--command', 'bun', '--args', JSON.stringify([SERVER_IN_CONTAINER])] : which;
}

async function ncl(root: string, args: readonly string[]): Promise<unknown> {
  const { stdout, stderr, failed } = await execa(join(root, 'bin/ncl'), [...args, '--json'], {
    cwd: root,
    reject: false,
    timeout: TIMEOUT_MS,
    stdin: 'ignore',
  });
  const frame = parsed(stdout);
  if (!failed && typeof frame === 'object' && frame !== null && 'ok' in frame && frame.ok === true && 'data' in frame) {
    return frame.data;
  }
  const reason = messageIn(frame) ?? stderr.trim().split('\n').at(-1) ?? '';
  throw new GuardianError({ code: 'install.ncl', args: { command: args.slice(0, 3).join(' '), reason } });
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function messageIn(frame: unknown): string | undefined {
  if (typeof frame !== 'object' || frame === null || !('error' in frame)) return undefined;
  const { error } = frame;
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : undefined;
}

function groupsIn(data: unknown): { id: string; name: string }[] {
  if (!Array.isArray(data)) return [];
  return data.flatMap((row: unknown) =>
    typeof row === 'object' && row !== null && 'id' in row && 'name' in row
      ? [{ id: String(row.id), name: String(row.name) }]
      : [],
  );
}

function hasServer(config: unknown): boolean {
  if (typeof config !== 'object' || config === null || !('mcp_servers' in config)) return false;
  const { mcp_servers: servers } = config;
  return typeof servers === 'object' && servers !== null && Object.hasOwn(servers, SERVER_NAME);
}
