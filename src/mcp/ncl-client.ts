import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { actionOf } from '../host/agent-actions.js';
import { ControlError } from '../sidecar/control/client.js';
import { GuardianError } from '../text/guardian-error.js';
import { codeOf } from '../text/unknown-error.js';
import { readAnswer } from './answer.js';
import type { GuardianClient } from './guardian-client.js';

export interface NclOptions {
  /** The command; another one in tests. */
  readonly command?: string;
  /** `ncl` itself gives up after 30 seconds. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 35_000;
/** Largest answer taken, in bytes: a page of findings with room to spare. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Asks through NanoClaw's own command: the host knows which agent group a container belongs to. */
export function nclClient({ command = 'ncl', timeoutMs = TIMEOUT_MS }: NclOptions = {}): GuardianClient {
  return {
    call: async (method, params) => {
      const requestId = randomUUID();
      const words = [actionOf(method), '--request-id', requestId, '--params', JSON.stringify(params), '--json'];
      return readFrame(await output(command, words, timeoutMs), requestId);
    },
  };
}

function output(command: string, words: readonly string[], timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: MAX_ANSWER_BYTES } as const;
    const child = execFile(command, words, options, (error, stdout) => {
      // It ends with an error of its own when the answer is one; the answer says more.
      if (error === null || stdout.trim().startsWith('{')) resolve(stdout);
      else if (codeOf(error) === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') reject(noAnswer('too large'));
      else if (codeOf(error) === 'ENOENT') reject(new GuardianError({ code: 'mcp.no_way', args: {} }));
      else reject(noAnswer(child.killed ? 'timeout' : 'ncl failed'));
    });
    child.stdin?.end();
  });
}

/** NanoClaw's frame around the answer: `{id, ok, data}` or `{id, ok, error: {code, message}}`. */
function readFrame(text: string, requestId: string): unknown {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    throw noAnswer('malformed');
  }
  if (typeof frame !== 'object' || frame === null || !('ok' in frame)) throw noAnswer('malformed');
  if (frame.ok === true) return readAnswer('data' in frame ? frame.data : undefined, requestId);
  throw errorIn('error' in frame ? frame.error : undefined);
}

function errorIn(error: unknown): Error {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) {
    return noAnswer('malformed');
  }
  if (error.code === 'forbidden') return new GuardianError({ code: 'mcp.cli_disabled', args: {} });
  if (error.code === 'unknown-command') return new GuardianError({ code: 'mcp.not_installed', args: {} });
  const message = String(error.message).slice(0, MAX_MESSAGE);
  // Our own errors carry their stable code at the end.
  const [, said, code] = /^([^]*) \[([a-z][a-z_.]{1,80})\]$/.exec(message) ?? [];
  return said === undefined || code === undefined
    ? new ControlError({ code: 'nanoclaw', message })
    : new ControlError({ code, message: said });
}

const MAX_MESSAGE = 4_000;

function noAnswer(reason: string): GuardianError {
  return new GuardianError({ code: 'control.no_answer', args: { reason } });
}
