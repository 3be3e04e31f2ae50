import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { setupViewSchema, type SetupView } from '../../src/setup/setup-view.generated.js';
import { temporaryHome, type Home } from '../cli/support/homes.js';
import { program } from '../cli/support/program.js';
import { until } from '../cli/support/until.js';
import { originAuthority, startHttpOrigin, startHttpsOrigin, type Origin } from '../support/origin.js';
import { hasTool, testWith } from '../support/tools.js';
import { completeLocales, localeOption } from './locales.js';
import { Person } from './person.js';
import { Transcript } from './transcript.js';

const LOCALES = ['en', 'ja', 'he'].filter((locale) => completeLocales().includes(locale));
const test = testWith(hasTool('curl') && hasTool('bash'), 'bash and curl');

const ajv = new Ajv({ strict: true, allErrors: true });
addFormats.default(ajv);
const isView = ajv.compile(setupViewSchema);

let plain: Origin;
let secure: Origin;
let folder: string;
let trusted: string;

beforeAll(async () => {
  plain = await startHttpOrigin((request, response) => request.resume().once('end', () => response.end('thanks')));
  secure = await startHttpsOrigin((request, response) => request.resume().once('end', () => response.end('thanks')));
  folder = mkdtempSync(join(tmpdir(), 'tg-origin-'));
  trusted = join(folder, 'origin.pem');
  writeFileSync(trusted, (await originAuthority()).certificatePem);
});
afterAll(async () => {
  await Promise.all([plain.close(), secure.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** A state folder as it is before the first start, in which the test's own servers may be reached. */
function freshHome(origin: Origin): Home {
  return temporaryHome({ allowHostServices: [`localhost:${origin.port}`], trustedCaFiles: [trusted] });
}

/** Goes from the first step to the last. @returns every step as it was shown. */
async function walk(home: Home, choice: 'https' | 'plain', origin: Origin, locale: string): Promise<Transcript> {
  const person = new Person(home, localeOption(locale));
  const transcript = new Transcript([
    [`--home ${home.path} `, ''],
    [home.path, 'HOME'],
    [origin.url, choice === 'https' ? 'https://origin.example' : 'http://origin.example'],
  ]);
  const shows = (view: SetupView): SetupView => {
    expect({ valid: isView(view), errors: isView.errors }).toEqual({ valid: true, errors: null });
    transcript.guardian(view.text);
    return view;
  };
  const says = async (step: string, answer: string): Promise<SetupView> => {
    transcript.person(`setup --step ${step} --answer ${answer}`);
    return shows(await person.asks('--step', step, '--answer', answer));
  };
  const next = async (...args: readonly string[]): Promise<SetupView> => {
    transcript.person(['setup', ...args].join(' '));
    return shows(await person.asks(...args));
  };
  await next('--step', 'preflight');
  expect((await next()).step.id).toBe('inspection');
  let wire = await says('inspection', choice);
  if (choice === 'https') {
    const ca = wire;
    expect(ca.step).toMatchObject({ id: 'ca', state: 'open', problems: [{ code: 'setup.problem.no_ca' }] });
    await person.runs(ca);
    const compare = await next();
    expect(compare.step.id).toBe('fingerprint');
    const seen = (await person.runs(compare)).at(-1);
    // The test plays the person, and looks at both.
    expect(seen).toBe(compare.step.fingerprint);
    wire = await says('fingerprint', 'same');
  }
  expect(wire.step).toMatchObject({ id: 'wire', problems: [{ code: 'setup.problem.not_running' }] });
  await person.runs(wire);
  const restart = await next();
  expect(restart.step.id).toBe('restart');
  await person.runs(restart);
  expect((await person.asks('--step', 'proof')).step.state).toBe('later');
  await person.asks('--step', 'restart', '--answer', 'done');
  transcript.person('setup --step restart --answer done');
  const proof = await next('--proof-url', origin.url);
  expect(proof.step).toMatchObject({ id: 'proof', state: 'open' });
  await person.runs(proof);
  const proved = await until('the canary', async () => {
    const view = await person.asks('--step', 'proof');
    return view.step.state === 'done' ? view : undefined;
  });
  transcript.person('setup --step proof');
  shows(proved);
  expect(proved.step.finding).toMatch(/^[0-9a-f-]{36}$/);
  const found = await program(['findings', '--pattern', 'canary_token', '--json'], { home });
  expect(found.stdout).toContain(`"id":"${proved.step.finding ?? ''}"`);
  expect((await next()).step.id).toBe('expect');
  const last = await next();
  expect(last).toMatchObject({ complete: true, step: { id: 'remove' } });
  return transcript;
}

// Two dozen programs are started one after the other, on a machine that may be busy.
jest.setTimeout(400_000);

describe('the walkthrough, from a fresh state folder to a canary that was found', () => {
  test.each(LOCALES)('with HTTPS inspection, in %s, goes as it was kept', async (locale) => {
    (await walk(freshHome(secure), 'https', secure, locale)).isAsKept(`https.${locale}`);
  });

  test('without it goes as it was kept', async () => {
    (await walk(freshHome(plain), 'plain', plain, 'en')).isAsKept('plain.en');
  });
});

describe('the walkthrough', () => {
  test('takes no answer in its own name: nothing but a person makes fingerprints the same', async () => {
    const home = temporaryHome();
    const person = new Person(home);
    await person.runs(await person.asks('--step', 'inspection', '--answer', 'https'));
    for (let asked = 0; asked < 3; asked++) {
      expect((await person.asks()).step).toMatchObject({ id: 'fingerprint', state: 'open' });
    }
    const stopped = await person.asks('--step', 'fingerprint', '--answer', 'different');
    expect(stopped.step).toMatchObject({ state: 'open', problems: [{ code: 'setup.problem.fingerprint_differs' }] });
    expect((await person.asks('--step', 'wire')).step.state).toBe('later');
    expect((await person.asks('--step', 'fingerprint', '--answer', 'same')).step.id).toBe('wire');
    // The word was about that CA, and is worth nothing for the next one.
    expect((await program(['ca', 'rotate', '--yes'], { home })).exitCode).toBe(0);
    expect((await person.asks()).step).toMatchObject({
      id: 'fingerprint',
      problems: [{ code: 'setup.problem.other_ca' }],
    });
  });

  test('refuses answers that a step does not take, or not yet', async () => {
    const home = temporaryHome();
    const wrong = await program(['setup', '--step', 'inspection', '--answer', 'same'], { home });
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('https, plain') as unknown });
    const early = await program(['setup', '--step', 'fingerprint', '--answer', 'same', '--json'], { home });
    expect(early).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('setup.answer_early') as unknown });
    const unknown = await program(['setup', '--step', 'ready'], { home });
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('preflight') as unknown });
    const url = await program(['setup', '--proof-url', 'file:///etc/passwd'], { home });
    expect(url.exitCode).toBe(2);
  });

  test('keeps what else stands in the configuration, and refuses to go on with one that is not valid', async () => {
    const home = temporaryHome({ maxScanBytes: 4096 });
    const person = new Person(home);
    await person.asks('--step', 'inspection', '--answer', 'https');
    expect(JSON.parse(readFileSync(home.configFile, 'utf8'))).toEqual({
      listen: { port: 0 },
      maxScanBytes: 4096,
      httpsInspection: { enabled: true },
    });
    writeFileSync(home.configFile, '{"listn": 1}');
    expect((await person.asks()).step).toMatchObject({ id: 'preflight', problems: [{ code: 'config.invalid' }] });
  });
});
