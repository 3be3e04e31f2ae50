import { randomBytes, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { actionOf } from '../host/agent-actions.js';
import { REQUEST_TYPE, RESULTS_FOLDER, type RequestFile } from '../nanoclaw/request-files.js';
import { ControlError } from '../sidecar/control/client.js';
import { GuardianError } from '../text/guardian-error.js';
import { codeOf } from '../text/unknown-error.js';
import { saidIn } from '../validation/said-in.js';
import { readAnswer } from './answer.js';
import type { GuardianClient } from './guardian-client.js';

export interface FileClientOptions {
  /** The container's IPC folder; another one in tests. */
  readonly folder?: string;
  readonly timeoutMs?: number;
}

const IPC_FOLDER = '/workspace/ipc';
const TIMEOUT_MS = 20_000;
const POLL_MS = 100;
/** Largest answer taken, in bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Asks through files that the host reads, in NanoClaw generations without `ncl`: the folder says who asks. */
export function fileClient({ folder = IPC_FOLDER, timeoutMs = TIMEOUT_MS }: FileClientOptions = {}): GuardianClient {
  return {
    call: async (method, params) => {
      const requestId = randomUUID();
      const request: RequestFile = { type: REQUEST_TYPE, requestId, action: actionOf(method), params: { ...params } };
      const name = join(folder, 'tasks', `${Date.now()}-${randomBytes(6).toString('hex')}.json`);
      const answer = join(folder, RESULTS_FOLDER, `${requestId}.json`);
      // Renamed when it is whole: the host reads whatever ends in .json.
      await writeFile(`${name}.tmp`, JSON.stringify(request), { flag: 'wx' });
      await rename(`${name}.tmp`, name);
      const deadline = performance.now() + timeoutMs;
      while (performance.now() < deadline) {
        const text = await contentOf(answer);
        if (text !== undefined) {
          await rm(answer, { force: true });
          return read(text, requestId);
        }
        await delay(POLL_MS);
      }
      // Taken back, so that nobody answers a question that nobody waits for.
      await rm(name, { force: true });
      throw noAnswer('timeout');
    },
  };
}

/** The file's text; undefined when it is not there yet. A link or a file that is too large is no answer. */
async function contentOf(file: string): Promise<string | undefined> {
  let handle;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw noAnswer('malformed');
  }
  try {
    const { size } = await handle.stat();
    if (size > MAX_ANSWER_BYTES) throw noAnswer('too large');
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function read(text: string, requestId: string): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw noAnswer('malformed');
  }
  if (typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false && 'error' in answer) {
    const { error } = answer;
    readAnswer({ ...answer, result: undefined }, requestId);
    const said = saidIn(error);
    if (said !== undefined) throw new ControlError(said);
  }
  return readAnswer(answer, requestId);
}

function noAnswer(reason: string): GuardianError {
  return new GuardianError({ code: 'control.no_answer', args: { reason } });
}
