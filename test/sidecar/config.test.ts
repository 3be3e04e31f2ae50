import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/sidecar/config.js';
import { run } from '../support/run.js';
import { configFileFrom, homeFrom } from '../../src/sidecar/environment.js';
import { englishTexts, render } from '../../src/text/texts.js';

const read = (config: unknown, env: NodeJS.ProcessEnv = {}) =>
  readConfig({ text: typeof config === 'string' ? config : JSON.stringify(config), home: '/home/x/.tg', env });

function messages(config: unknown, env: NodeJS.ProcessEnv = {}): string[] {
  const outcome = read(config, env);
  return outcome.ok ? [] : outcome.problems.map(({ saying }) => render(englishTexts, saying));
}

test('nothing at all is a valid configuration, with its defaults', () => {
  const outcome = readConfig({ text: undefined, home: '/home/x/.tg', env: {} });
  expect(outcome).toMatchObject({
    ok: true,
    settings: {
      listen: { host: '127.0.0.1', port: 10270 },
      httpsInspection: { enabled: false },
      maxScanBytes: 1_048_576,
      logDir: '/home/x/.tg/log',
    },
  });
});

test('a byte order mark, as editors on Windows put it in front, is no fault', () => {
  expect(messages('\uFEFF{"mode": "detect"}')).toEqual([]);
});

describe('refused whole, naming the field, the kind of its value and the remedy', () => {
  test.each<[string, unknown, string]>([
    ['blocking', { mode: 'block' }, '"mode" accepts only "detect"'],
    ['keeping what was matched', { redactSnippets: false }, '"redactSnippets" accepts only true'],
    ['a misspelt key', { maxScanByte: 2048 }, 'Did you mean "maxScanBytes"?'],
    ['a key of nothing', { colour: 'blue' }, '"colour" is not a known key'],
    ['a key deep down', { listen: { prot: 1 } }, '"listen.prot" is not a known key. Did you mean "port"?'],
    ['text for a number', { maxScanBytes: '1024' }, '"maxScanBytes" must be of type integer, but it is text'],
    ['too small', { maxScanBytes: 1023 }, '"maxScanBytes" is outside its range (1024 to 67108864)'],
    ['too large', { maxScanBytes: 67108865 }, '"maxScanBytes" is outside its range'],
    ['not JSON', '{"mode": "detect",}', 'The text is not JSON'],
    ['a list', [], 'must be of type object'],
    ['an upstream that is no proxy', { upstreamProxy: 'ftp://host' }, '"upstreamProxy" is not the URL of a proxy'],
    ['a host name to listen on', { listen: { host: 'example.com' } }, '"listen.host" must be an IP address'],
    [
      'a host service without a port',
      { allowHostServices: ['localhost'] },
      '"allowHostServices.0" does not have the right form',
    ],
    [
      'a URL where a name is compared',
      { httpsInspection: { tunnelHosts: ['*.bank.example', '2001:db8::*', 'https://bank.example/'] } },
      '"httpsInspection.tunnelHosts.2" does not have the right form',
    ],
    [
      'a name with a port where a name is compared',
      { httpsInspection: { tunnelHosts: ['bank.example:443'] } },
      '"httpsInspection.tunnelHosts.0" does not have the right form',
    ],
    [
      'a host service at a port that there is not',
      { allowHostServices: ['localhost:65535', 'localhost:65536'] },
      '"allowHostServices.1" does not have the right form',
    ],
  ])('%s', (_what, config, message) => {
    expect(messages(config).join('\n')).toContain(message);
  });

  // V8 names no place for these, or one that depends on its version.
  test.each([
    ['a comment', '// mine\n{"listen": {"port": 1}}', 'line 1 column 1'],
    ['a word of another language', '{\n  "hostTraffic": True\n}', 'line 2 column 18'],
    ['quotes of another language', '{\n  "mode": \'detect\'\n}', 'line 2 column 11'],
    ['a comma too many', '{\n  "adminGroups": [\n    "a",\n  ]\n}', 'line 4 column 3'],
    ['a brace too many', '{"enabled": true}}', 'line 1 column 18'],
    ['a brace too few', '{"listen": {"port": 1}', 'its end'],
    ['nothing at all', '', 'its end'],
  ])('where it is no JSON: %s', (_what, config, place) => {
    expect(messages(config)).toEqual([`The text is not JSON: the fault is at ${place}. Correct it there.`]);
  });

  test('with every problem at once', () => {
    expect(messages({ mode: 'x', a: 1, listen: { port: -1 } })).toHaveLength(3);
  });

  test('and no value is repeated: it may be a secret in the wrong place', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), (secret) => {
        const said = messages({ mode: secret, upstreamProxy: `http//${secret}`, maxScanBytes: secret }).join('\n');
        expect(said.includes(secret)).toBe(false);
      }),
    );
    expect(messages('{"upstreamProxy": "http://user:hunter2@x" oops').join('\n')).not.toContain('hunter2');
  });
});

describe('the environment', () => {
  test('wins over the file', () => {
    const env = { NANOCLAW_TRAFFIC_GUARDIAN_MAX_SCAN_BYTES: '4096', NANOCLAW_TRAFFIC_GUARDIAN_LOG_DIR: '/var/log/tg' };
    const outcome = read({ maxScanBytes: 2048, logDir: '/elsewhere' }, env);
    expect(outcome).toMatchObject({ ok: true, settings: { maxScanBytes: 4096, logDir: '/var/log/tg' } });
  });

  test.each([
    ['MODE', 'block', 'accepts only "detect"'],
    ['REDACT_SNIPPETS', 'false', 'accepts only true'],
    ['MAX_SCAN_BYTES', 'many', 'must be of type integer'],
    ['MAX_SCAN_BYTES', '1', 'outside its range'],
    ['PROXY_URL', 'host:1', 'right form'],
  ])('is checked the same way: %s=%s', (name, value, message) => {
    const said = messages({}, { [`NANOCLAW_TRAFFIC_GUARDIAN_${name}`]: value }).join('\n');
    expect(said).toContain(message);
    expect(said).toContain(`NANOCLAW_TRAFFIC_GUARDIAN_${name}`);
  });

  test.each([
    ['~/x', join(homedir(), 'x')],
    ['~', homedir()],
    ['~other/x', join(process.cwd(), '~other/x')],
    ['x/~/y', join(process.cwd(), 'x/~/y')],
    ['/x', '/x'],
  ])('may name a place below the home folder as a shell has it: %s', (written, place) => {
    expect(homeFrom({ NANOCLAW_TRAFFIC_GUARDIAN_HOME: written })).toBe(place);
    expect(configFileFrom({ NANOCLAW_TRAFFIC_GUARDIAN_CONFIG: written })).toBe(place);
  });

  test('is whole where HOME itself is not', async () => {
    const module = new URL('../../src/sidecar/environment.js', import.meta.url).href;
    const line = `import { homeFrom } from '${module}'; console.log(homeFrom({}));`;
    const env = { ...process.env, HOME: 'somewhere' };
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', line], { env });
    expect(stdout.trim()).toBe(join(process.cwd(), 'somewhere/.nanoclaw-traffic-guardian'));
  });

  test('and so may the configuration', () => {
    const outcome = read({ logDir: '~/tg-log', watch: { envFiles: ['~/project/.env', 'keys/x'] } });
    const envFiles = [join(homedir(), 'project/.env'), '/home/x/.tg/keys/x'];
    expect(outcome).toMatchObject({ ok: true, settings: { logDir: join(homedir(), 'tg-log'), watch: { envFiles } } });
  });

  test('counts an empty variable as not set', () => {
    expect(read({}, { NANOCLAW_TRAFFIC_GUARDIAN_MODE: '' })).toMatchObject({ ok: true });
  });
});

test('anything that is not valid is refused, and nothing makes it fail', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const outcome = readConfig({ text, home: '/x', env: {} });
      if (outcome.ok) expect(Object.keys(outcome.config)).toEqual(Object.keys(JSON.parse(text) as object));
      else expect(outcome.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});
