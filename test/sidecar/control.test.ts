import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { callControl } from '../../src/sidecar/control/client.js';
import { statusSchema } from '../../src/sidecar/status.generated.js';
import { startGuardian, type Guardian } from '../support/guardian.js';

let guardian: Guardian;
let path: string;

beforeAll(async () => {
  guardian = await startGuardian();
  path = join(guardian.home, 'control.sock');
});
afterAll(() => guardian.remove());

/** Sends raw bytes and returns everything that comes back until the other side ends or has answered `lines` times. */
function talk(bytes: string | Buffer, lines = 1): Promise<string[]> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let received = '';
    const finish = (): void => {
      socket.destroy();
      resolve(received.split('\n').filter((line) => line !== ''));
    };
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString();
      if (received.split('\n').length > lines) finish();
    });
    socket.on('close', finish);
    socket.on('error', finish);
    socket.write(bytes);
  });
}

const codeOfAnswer = (line: string | undefined): string =>
  (JSON.parse(line ?? '{}') as { error: { code: string } }).error.code;

test('only the owner can open it', () => {
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(guardian.home).mode & 0o777).toBe(0o700);
});

test('status follows its schema', async () => {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(statusSchema);
  expect({ valid: validate(await guardian.status()), errors: validate.errors }).toEqual({ valid: true, errors: null });
});

test('several requests on one connection are answered in order', async () => {
  const requests = ['a', 'b', 'c'].map((id) => `${JSON.stringify({ id, method: 'ping' })}\n`).join('');
  const answers = await talk(requests, 3);
  expect(answers.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['a', 'b', 'c']);
});

describe('refused whole, with a code and a remedy', () => {
  test.each([
    ['not JSON', 'hello\n', 'control.not_json'],
    ['an empty line', '\n', 'control.not_json'],
    ['a list', '[]\n', 'control.invalid'],
    ['no method', '{"id":"1"}\n', 'control.invalid'],
    ['an unknown key', '{"id":"1","method":"ping","x":1}\n', 'control.invalid'],
    ['an unknown method', '{"id":"1","method":"block"}\n', 'control.unknown_method'],
    ['a method of every object', '{"id":"1","method":"constructor"}\n', 'control.unknown_method'],
    [
      'an argument that the method does not have',
      '{"id":"1","method":"status","params":{"all":true}}\n',
      'control.invalid',
    ],
    ['a wrong argument', '{"id":"1","method":"findings","params":{"limit":0}}\n', 'control.invalid'],
    ['an own __proto__', '{"id":"1","method":"ping","__proto__":{}}\n', 'control.invalid'],
    [
      'a cursor of somewhere else',
      '{"id":"1","method":"findings","params":{"cursor":"abc"}}\n',
      'journal.cursor_invalid',
    ],
  ])('%s', async (_what, line, code) => {
    const [answer] = await talk(line);
    expect(codeOfAnswer(answer)).toBe(code);
  });

  test('what a newer program asks, with how to get a sidecar that knows it', async () => {
    await expect(callControl(path, 'foresee')).rejects.toMatchObject({
      code: 'control.unknown_method',
      message: expect.stringMatching(/another version.*"traffic-guardian stop".*NanoClaw's host/) as unknown,
    });
  });

  test('a request that is too large', async () => {
    const [answer] = await talk(`{"id":"1","method":"${'x'.repeat(70_000)}"}\n`);
    expect(codeOfAnswer(answer)).toBe('control.too_large');
  });

  test('a request that never ends', async () => {
    const [answer] = await talk('{"id":"1",');
    expect(codeOfAnswer(answer)).toBe('control.too_slow');
  });

  test('anything else, and the socket goes on answering', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const [answer] = await talk(Buffer.concat([bytes, Buffer.from('\n')]));
        expect((JSON.parse(answer ?? '{}') as { ok: boolean }).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
    expect(await callControl(path, 'ping')).toEqual({ pid: guardian.supervisor.pid });
  });
});

test('check-config says everything that is wrong and names no value', async () => {
  const config = {
    mode: 'block',
    redactSnippets: false,
    listen: { port: 'hunter2-secret' },
    maxScanBytes: 5,
    colour: 1,
  };
  const result = await callControl(path, 'check-config', { config });
  expect(result).toMatchObject({ valid: false });
  const { problems } = result as { problems: { field: string; code: string; message: string }[] };
  expect(problems.map(({ field }) => field).sort()).toEqual([
    'colour',
    'listen.port',
    'maxScanBytes',
    'mode',
    'redactSnippets',
  ]);
  expect(JSON.stringify(problems)).not.toContain('hunter2');
  expect(await callControl(path, 'check-config', { config: {} })).toEqual({ valid: true, problems: [] });
  expect(await callControl(path, 'check-config', {})).toEqual({ valid: true, problems: [] });
});
