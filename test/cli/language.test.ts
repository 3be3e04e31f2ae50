import { expect, test } from '@jest/globals';
import { speechFor } from '../../src/cli/language.js';
import { english } from '../../src/text/catalogue.generated.js';
import { temporaryHome } from './support/homes.js';
import { program } from './support/program.js';

test('errors and help are in the language of the option, the configuration or the environment', async () => {
  const stopped = temporaryHome();
  expect(await program(['reload', '--locale', 'pt-PT'], { home: stopped })).toMatchObject({
    exitCode: 3,
    stderr: 'O Traffic Guardian não está em execução. Inicie-o com "traffic-guardian start".',
  });
  const configured = temporaryHome({ locale: 'ja' });
  expect((await program(['reload'], { home: configured, env: { LANG: 'es_ES.UTF-8' } })).stderr).toContain(
    '動いていません',
  );
  expect((await program(['reload', '--help'], { env: { LC_ALL: 'es_ES.UTF-8' } })).stdout).toContain(
    'Uso: traffic-guardian reload',
  );
});

test('a right-to-left language sets its commands apart', async () => {
  const { stderr } = await program(['reload', '--locale', 'iw'], { home: temporaryHome() });
  expect(stderr).toContain('\u2066"traffic-guardian start"\u2069');
});

test('JSON knows no language', async () => {
  const home = temporaryHome();
  const { stdout: inJapanese } = await program(['reload', '--json', '--locale', 'ja'], { home });
  expect(inJapanese).toBe((await program(['reload', '--json'], { home })).stdout);
});

test('a malformed tag is wrong usage, and one without texts is said once', async () => {
  expect(await program(['status', '--locale', '??', '--json'])).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining('"code":"cli.usage.locale"') as unknown,
  });
  const { stderr } = await program(['reload', '--locale', 'sv-SE'], { home: temporaryHome() });
  expect(stderr.match(/no texts in sv-SE/g)).toHaveLength(1);
});

test('what is not translated stands in English, and the reader is told once, in that language', () => {
  const half = { 'locale.partial': 'Teils Englisch: "{page}", {option}.', 'cli.stop.done': 'Beendet.' };
  const speech = speechFor(['--locale', 'de'], {}, () => half);
  expect(speech.said('cli.stop.done', {})).toBe('Beendet.');
  expect(speech.guidance('')).toBeUndefined();
  expect(speech.said('cli.status.paused_short', {})).toBe('PAUSED');
  expect(speech.guidance('')).toMatch(/^Teils Englisch: "traffic-guardian --help --locale en"/);

  const helping = speechFor(['--locale', 'de'], {}, () => half);
  helping.help('cli.stop.about', {});
  expect(helping.guidance('Etwas anderes')).toBeUndefined();
  // Help is wrapped to the width of the terminal.
  expect(helping.guidance(english['cli.stop.about'].replaceAll(' ', '\n  '))).toMatch(/^Teils Englisch/);
});
