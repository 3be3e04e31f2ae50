import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choose } from '../../src/mcp/choose-client.js';
import { fileClient } from '../../src/mcp/file-client.js';
import { nclClient } from '../../src/mcp/ncl-client.js';
import { answerFile, isRequestFile, type RequestFile } from '../../src/nanoclaw/request-files.js';
import { GuardianError } from '../../src/text/guardian-error.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tg-clients-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program in place of `ncl`: `$3` is the request's id. */
function ncl(script: string): string {
  const file = join(folder, 'ncl');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const frame = (data: string): string => `printf '{"id":"x","ok":true,"data":%s}' "${data.replaceAll('"', '\\"')}"`;
const failure = (code: string, message: string): string =>
  `printf '%s' '{"id":"x","ok":false,"error":{"code":"${code}","message":"${message}"}}'; exit 1`;

describe('through ncl', () => {
  test('a request names its action, and gets its own answer', async () => {
    const command = ncl(`echo "$@" > ${folder}/words\n${frame('{"requestId":"$3","result":{"a":1}}')}`);
    expect(await nclClient({ command }).call('findings', { limit: 2 })).toEqual({ a: 1 });
    expect(readFileSync(join(folder, 'words'), 'utf8')).toMatch(
      /^traffic-findings --request-id [0-9a-f-]{36} --params \{"limit":2\} --json\n$/,
    );
  });

  test.each([
    ['the answer to another request', frame('{"requestId":"other","result":{}}'), 'control.no_answer'],
    ['no answer at all', 'true', 'control.no_answer'],
    ['something that is no JSON', 'echo "{oops"', 'control.no_answer'],
    ['too much', 'echo "{"; head -c 2000000 /dev/zero | tr "\\0" x', 'control.no_answer'],
    ['an error with our code', failure('handler-error', 'Too old. [journal.cursor_expired]'), 'journal.cursor_expired'],
    ['an error of NanoClaw', failure('handler-error', 'boom'), 'nanoclaw'],
    ['a group that may not', failure('forbidden', 'CLI access is disabled'), 'mcp.cli_disabled'],
    ['a host without us', failure('unknown-command', 'no command'), 'mcp.not_installed'],
    ['a command that is not there', '', 'mcp.no_way'],
  ])('%s is told with a code', async (what, script, code) => {
    const command = what.includes('not there') ? join(folder, 'absent') : ncl(script);
    await expect(nclClient({ command }).call('status', {})).rejects.toMatchObject({ code });
  });

  test('one that says nothing is not waited for, and ended', async () => {
    const command = ncl(`exec sleep 600`);
    await expect(nclClient({ command, timeoutMs: 300 }).call('status', {})).rejects.toMatchObject({
      code: 'control.no_answer',
      message: expect.stringContaining('timeout') as unknown,
    });
  });

  test('what agents may not ask never reaches it', async () => {
    const command = ncl(`touch ${folder}/asked`);
    await expect(nclClient({ command }).call('stop', {})).rejects.toMatchObject({ code: 'agent.unknown_action' });
    expect(readdirSync(folder)).not.toContain('asked');
  });
});

describe('through files', () => {
  const group = 'main';
  const ipc = (): string => join(folder, 'data/ipc', group);
  beforeEach(() => void mkdirSync(join(ipc(), 'tasks'), { recursive: true }));

  /** NanoClaw's watcher: takes each file as it is complete, and answers it. */
  async function watched<T>(work: Promise<T>, answer: (request: RequestFile) => Promise<void>): Promise<T> {
    let done = false;
    const settled = work.finally(() => (done = true));
    settled.catch(() => undefined);
    while (!done) {
      for (const name of readdirSync(join(ipc(), 'tasks')).filter((each) => each.endsWith('.json'))) {
        const data: unknown = JSON.parse(readFileSync(join(ipc(), 'tasks', name), 'utf8'));
        rmSync(join(ipc(), 'tasks', name));
        if (isRequestFile(data)) await answer(data);
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return settled;
  }

  test('a request is answered for the group of its folder', async () => {
    const client = fileClient({ folder: ipc() });
    const answer = await watched(client.call('findings', { limit: 3 }), (request) =>
      answerFile(folder, group, request, async (action, params) => ({ action, params })),
    );
    expect(answer).toEqual({ action: 'traffic-findings', params: { limit: 3 } });
    expect(readdirSync(join(ipc(), 'clawsec_results'))).toEqual([]);
  });

  test('an error keeps its code', async () => {
    const client = fileClient({ folder: ipc() });
    const asked = watched(client.call('status', {}), (request) =>
      answerFile(folder, group, request, () =>
        Promise.reject(new GuardianError({ code: 'control.not_running', args: {} })),
      ),
    );
    await expect(asked).rejects.toMatchObject({ code: 'control.not_running' });
  });

  test.each([
    ['of another request', (id: string) => JSON.stringify({ requestId: `${id}x`, ok: true, result: {} })],
    ['that is no JSON', () => '{"requestId":'],
    ['that is too large', (id: string) => JSON.stringify({ requestId: id, ok: true, result: 'x'.repeat(2_000_000) })],
  ])('an answer %s is none', async (_, content) => {
    mkdirSync(join(ipc(), 'clawsec_results'));
    const asked = watched(fileClient({ folder: ipc() }).call('status', {}), async ({ requestId }) => {
      writeFileSync(join(ipc(), 'clawsec_results', `${requestId}.json`), content(requestId));
    });
    await expect(asked).rejects.toMatchObject({ code: 'control.no_answer' });
  });

  test('a link in the place of an answer is not followed', async () => {
    mkdirSync(join(ipc(), 'clawsec_results'));
    writeFileSync(join(folder, 'elsewhere'), '{}');
    const asked = watched(fileClient({ folder: ipc() }).call('status', {}), async ({ requestId }) =>
      symlinkSync(join(folder, 'elsewhere'), join(ipc(), 'clawsec_results', `${requestId}.json`)),
    );
    await expect(asked).rejects.toMatchObject({ code: 'control.no_answer' });
  });

  test('without an answer the request is taken back', async () => {
    await expect(fileClient({ folder: ipc(), timeoutMs: 200 }).call('status', {})).rejects.toMatchObject({
      code: 'control.no_answer',
    });
    expect(readdirSync(join(ipc(), 'tasks'))).toEqual([]);
  });

  test.each([
    { type: 'schedule_task' },
    { type: 'clawsec_traffic', requestId: '../../x', action: 'traffic-status', params: {} },
    { type: 'clawsec_traffic', requestId: '00000000-0000-4000-8000-000000000000', action: 1, params: {} },
    { type: 'clawsec_traffic', requestId: '00000000-0000-4000-8000-000000000000', action: 'x', params: [] },
    null,
  ])('%j is no request', (data) => expect(isRequestFile(data)).toBe(false));

  const request = {
    type: 'clawsec_traffic',
    requestId: '00000000-0000-4000-8000-000000000000',
    action: 'x',
    params: {},
  } as const;

  test('the host writes nowhere but into the folder of a group', async () => {
    await answerFile(folder, '../../outside', request, async () => ({}));
    mkdirSync(join(folder, 'outside'));
    symlinkSync(join(folder, 'outside'), join(ipc(), 'clawsec_results'));
    await answerFile(folder, group, request, async () => ({}));
    expect(readdirSync(join(folder, 'outside'))).toEqual([]);
  });

  test('of what lies among the answers the host removes old answers, and nothing else', async () => {
    const results = join(ipc(), 'clawsec_results');
    const names = ['Documents', '00000000-0000-4000-8000-00000000000f.json'];
    for (const name of names) mkdirSync(join(results, name, 'deep'), { recursive: true });
    const old = '00000000-0000-4000-8000-000000000001.json';
    for (const name of ['notes.txt', old, `${old}.tmp`]) writeFileSync(join(results, name), '');
    for (const name of readdirSync(results)) utimesSync(join(results, name), 0, 0);
    await answerFile(folder, group, request, async () => ({}));
    expect(readdirSync(results).sort()).toEqual([`${request.requestId}.json`, ...names, 'notes.txt'].sort());
  });
});

describe('the way is chosen by what is there', () => {
  test('nothing: an error that says whom to ask', () => {
    expect(() => choose({ env: { NANOCLAW_TRAFFIC_GUARDIAN_HOME: folder }, root: folder })).toThrow(/no way/);
  });

  test('ncl in a container of NanoClaw 2, before task files', async () => {
    mkdirSync(join(folder, 'workspace/ipc/tasks'), { recursive: true });
    writeFileSync(join(folder, 'workspace/inbound.db'), '');
    ncl(frame('{"requestId":"$3","result":"from ncl"}'));
    const client = choose({ env: { PATH: `/nowhere:${folder}:${process.env['PATH'] ?? ''}` }, root: folder });
    expect(await client.call('status', {})).toBe('from ncl');
  });
});
