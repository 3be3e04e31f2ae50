import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { GuardianError } from '../../text/guardian-error.js';
import { heard, type Said } from '../../text/said.js';
import type { Texts } from '../../text/texts.js';
import { codeOf } from '../../text/unknown-error.js';
import { saidIn } from '../../validation/said-in.js';
import { LineReader, MAX_REQUEST_BYTES } from './line-reader.js';

/** An answer with a stable code that is not one of success. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  /** As it came, for whoever hands it on. */
  readonly said: Said;

  constructor(said: Said) {
    super(said.message);
    this.said = said;
  }

  get code(): string {
    return this.said.code;
  }

  /** The message in the language of `texts`. */
  in(texts: Texts): string {
    return heard(this.said, texts);
  }
}

/** Largest answer taken, in bytes: a page of 1,000 findings with room to spare. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Asks the sidecar one thing over its control socket.
 *
 * @throws GuardianError `control.too_large` when the request is longer than one may be, `control.not_running` when
 *   nothing listens there, `control.no_access` when this user may not go there, `control.no_answer` when it
 *   does not answer in time or not as expected.
 * @throws ControlError when it answers with an error.
 */
export function callControl(
  path: string,
  method: string,
  params: object = {},
  timeoutMs = DEFAULT_TIMEOUT_MS,
): Promise<unknown> {
  const id = randomUUID();
  const request = JSON.stringify({ id, method, params });
  if (Buffer.byteLength(request) > MAX_REQUEST_BYTES) {
    // The server would hang up in the middle of it, and its reason could be lost.
    const tooLarge = new GuardianError({ code: 'control.too_large', args: { limit: MAX_REQUEST_BYTES } });
    return Promise.reject(tooLarge);
  }
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const lines = new LineReader(MAX_ANSWER_BYTES);
    const timer = setTimeout(() => finish(noAnswer('timeout')), timeoutMs);
    socket.once('error', (error) => {
      const code = codeOf(error) ?? '';
      if (code === 'ENOENT' || code === 'ECONNREFUSED') {
        finish(new GuardianError({ code: 'control.not_running', args: {} }));
      } else if (code === 'EACCES' || code === 'EPERM' || code === 'ENOTDIR') {
        finish(new GuardianError({ code: 'control.no_access', args: { path, reason: code } }));
      } else finish(noAnswer(code));
    });
    socket.once('close', () => finish(noAnswer('closed')));
    socket.once('connect', () => socket.write(`${request}\n`));
    socket.on('data', (chunk: Buffer) => {
      const complete = lines.push(chunk);
      if (complete === undefined) finish(noAnswer('too large'));
      else if (complete[0] !== undefined) read(complete[0]);
    });

    function read(line: string): void {
      const message = parse(line);
      if (message === undefined || (message.id !== id && message.id !== null)) finish(noAnswer('malformed'));
      else if (message.ok === true) succeed(message.result);
      else finish(errorOf(message.error));
    }

    function succeed(result: unknown): void {
      clearTimeout(timer);
      resolve(result);
      socket.destroy();
    }

    function finish(error: Error): void {
      clearTimeout(timer);
      reject(error);
      socket.destroy();
    }
  });
}

function noAnswer(reason: string): GuardianError {
  return new GuardianError({ code: 'control.no_answer', args: { reason } });
}

function parse(line: string): { id?: unknown; ok?: unknown; result?: unknown; error?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function errorOf(error: unknown): Error {
  const said = saidIn(error);
  return said === undefined ? noAnswer('malformed') : new ControlError(said);
}
