import {
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ControlError } from '../sidecar/control/client.js';
import { GuardianError } from '../text/guardian-error.js';
import { saidOf, type Said } from '../text/said.js';
import { codeOf, messageOf } from '../text/unknown-error.js';
import { isRecord } from '../validation/record.js';
import { isRequestId } from './request-id.js';

/** The `type` of a task file that is meant for us, in NanoClaw generations that talk through files. */
export const REQUEST_TYPE = 'clawsec_traffic';
/** Folder of answers, beside `tasks` in a group's IPC folder. */
export const RESULTS_FOLDER = 'clawsec_results';

/** A request of an agent in a task file. Whose it is, the folder says that it was found in. */
export interface RequestFile {
  readonly type: typeof REQUEST_TYPE;
  readonly requestId: string;
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What stands in an answer's file. */
export type AnswerFile =
  | { readonly requestId: string; readonly ok: true; readonly result: unknown }
  | {
      readonly requestId: string;
      readonly ok: false;
      readonly error: Said;
    };

/** Answers that nobody fetched are removed after this long, in milliseconds. */
const KEPT_MS = 5 * 60_000;
const GROUP_FOLDER = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** Whether a task file is a request for us; anything malformed is none. */
export function isRequestFile(data: unknown): data is RequestFile {
  if (!isRecord(data)) return false;
  if (data['type'] !== REQUEST_TYPE || !isRequestId(data['requestId'])) return false;
  return typeof data['action'] === 'string' && isRecord(data['params']);
}

/**
 * Answers a request into the group's own results folder. The file appears whole, under its final name.
 *
 * @param root The checkout.
 * @param group The group's folder, as NanoClaw's watcher found the request in it.
 */
export async function answerFile(
  root: string,
  group: string,
  { requestId, action, params }: RequestFile,
  answer: (action: string, params: Readonly<Record<string, unknown>>) => Promise<unknown>,
): Promise<void> {
  if (!GROUP_FOLDER.test(group)) return;
  let content: AnswerFile;
  try {
    content = { requestId, ok: true, result: await answer(action, params) };
  } catch (error) {
    content = { requestId, ok: false, error: saidBy(error) };
  }
  const folder = join(root, 'data', 'ipc', group, RESULTS_FOLDER);
  mkdirSync(folder, { recursive: true });
  within(folder, (inside) => {
    removeOld(inside);
    const file = join(inside, `${requestId}.json`);
    writeFileSync(`${file}.tmp`, JSON.stringify(content), { flag: 'wx', mode: 0o644 });
    renameSync(`${file}.tmp`, file);
  });
}

/**
 * Works in a folder that a container may write to as well, unless it is a link. The container can put a link into the
 * folder's place at any moment, which would lead the host's hand elsewhere; Linux names the folder itself by the descriptor
 * that it was opened with (proc_pid_fd(5)), whatever has become of its path.
 */
function within(folder: string, work: (inside: string) => void): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (error) {
    // POSIX names ELOOP for a link, and ENOTDIR where a folder is asked for as well.
    if (codeOf(error) === 'ELOOP' || codeOf(error) === 'ENOTDIR') return;
    throw error;
  }
  try {
    work(process.platform === 'linux' ? `/proc/self/fd/${descriptor}` : folder);
  } finally {
    closeSync(descriptor);
  }
}

function saidBy(error: unknown): Said {
  if (error instanceof GuardianError) return saidOf(error.saying);
  return error instanceof ControlError ? error.said : { code: 'internal', message: messageOf(error) };
}

/** Removes answers alone, and no folder: whatever else lies there is not ours, and the path may have come to mean another. */
function removeOld(folder: string): void {
  const before = Date.now() - KEPT_MS;
  for (const name of readdirSync(folder)) {
    if (!isAnswerName(name)) continue;
    const file = join(folder, name);
    const stat = lstatSync(file, { throwIfNoEntry: false });
    if (stat === undefined || stat.isDirectory() || stat.mtimeMs >= before) continue;
    try {
      unlinkSync(file);
    } catch (error) {
      // The container was faster.
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
}

function isAnswerName(name: string): boolean {
  return /\.json(?:\.tmp)?$/.test(name) && isRequestId(name.slice(0, name.indexOf('.')));
}
