import { expect, test } from '@jest/globals';
import type { ProxyEvent } from '../../src/proxy/proxy-event.js';
import { OpenFiles } from '../../src/sidecar/open-files.js';
import { englishTexts, render } from '../../src/text/texts.js';

const failed = (code: string): ProxyEvent => ({
  kind: 'dial-failed',
  agent: 'a',
  destination: { host: 'api.example', port: 443 },
  code,
});

test.each(['EMFILE', 'ENFILE'])('connections that fail because no more files may be open are told (%s)', (code) => {
  const files = new OpenFiles();
  files.note(failed(code));
  files.note(failed(code));
  expect(files.trouble).toEqual({ code: 'status.no_more_files', args: { count: 2, code } });
  expect(files.trouble && render(englishTexts, files.trouble)).toMatch(/2 connections .*ulimit -n/);
});

test('other failures are none', () => {
  const files = new OpenFiles();
  files.note(failed('ECONNREFUSED'));
  expect(files.trouble).toBeUndefined();
});

test('a shortage is told for an hour after it was met with', () => {
  let now = 0;
  const files = new OpenFiles(() => now);
  files.note(failed('EMFILE'));
  now = 3_600_000;
  expect(files.trouble).toBeDefined();
  now += 1;
  expect(files.trouble).toBeUndefined();
});
