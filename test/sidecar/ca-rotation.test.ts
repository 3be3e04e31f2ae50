import { describe, expect, test } from '@jest/globals';
import { linkSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprintOf } from '../../src/proxy/certificates/authority.js';
import { readAuthorityFile, trustedCertificates } from '../../src/sidecar/ca/authority-file.js';
import { openAuthority, type CaOptions } from '../../src/sidecar/ca/ca-store.js';
import { rotateAuthority, type RotationRequest, type RotationStep } from '../../src/sidecar/ca/rotate.js';
import { run } from '../support/run.js';
import { caFolder, filesWith, fingerprintIn, formsOf, passphraseFile, privateKeyOf } from './support/ca-folder.js';

const ROTATE: RotationRequest = { renew: true, drop: { kind: 'none' } };
const STEPS: RotationStep[] = ['bundled', 'written', 'replaced', 'destroyed', 'published'];
/** From this step on it is the new CA that is there. */
const isDone = (step: RotationStep): boolean => STEPS.indexOf(step) >= STEPS.indexOf('replaced');

/** Rotates and returns what the bundle was given, one list for each time. */
async function rotate(options: CaOptions, request: RotationRequest = ROTATE): Promise<string[][]> {
  const bundles: string[][] = [];
  const bundle = (pems: readonly string[]): void => void bundles.push(pems.map(fingerprintOf));
  await rotateAuthority({ ...options, bundle }, request);
  return bundles;
}

async function newCa(options: Partial<CaOptions> = {}): Promise<{ options: CaOptions; first: string }> {
  const folder = caFolder(options);
  await openAuthority(folder);
  return { options: folder, first: fingerprintIn(folder) ?? '' };
}

function trusted({ state }: CaOptions): string[] {
  const read = readAuthorityFile(state);
  return read === undefined ? [] : trustedCertificates(read.file).map(fingerprintOf);
}

describe('a rotation', () => {
  test('makes another CA and goes on trusting the one of before, whose key is no more', async () => {
    const { options, first } = await newCa();
    const key = await privateKeyOf(options);
    const sealed = readAuthorityFile(options.state)?.file.key.data ?? '';
    // Whoever still has the old file, by another name, has nothing.
    linkSync(options.state.authority, join(options.state.home, 'kept'));
    await rotate(options);
    const second = fingerprintIn(options) ?? '';
    expect(second).not.toBe(first);
    expect(trusted(options)).toEqual([first, second]);
    expect((await openAuthority(options)).outcome).toBe('opened');
    expect(fingerprintOf(readFileSync(options.state.caCertificate, 'utf8'))).toBe(second);
    expect(filesWith(options.state.home, [Buffer.from(sealed), ...formsOf(key)])).toEqual([]);
  });

  test('tells clients of the new CA before anything is signed with it', async () => {
    const { options, first } = await newCa();
    const bundles = await rotate(options);
    const second = fingerprintIn(options);
    expect(bundles).toEqual([
      [first, second],
      [first, second],
    ]);
  });

  test('needs no key of before: it helps when a secret was lost', async () => {
    const { options } = await newCa();
    writeFileSync(options.state.machineSecret, 'another');
    await expect(openAuthority(options)).rejects.toMatchObject({ code: 'ca.key_unreadable' });
    await rotate(options);
    expect((await openAuthority(options)).outcome).toBe('opened');
  });

  test('of an expired CA leaves nothing of it', async () => {
    const options = caFolder({ validDays: 0 });
    await expect(openAuthority(options)).rejects.toMatchObject({ code: 'ca.expired' });
    await rotate({ ...options, validDays: 10 });
    expect(trusted(options)).toEqual([fingerprintIn(options)]);
    expect(readAuthorityFile(options.state)?.file.retired).toEqual([]);
  });

  test('does not fall back from a passphrase to a weaker seal', async () => {
    const folder = caFolder();
    const options = { ...folder, passphraseFile: passphraseFile(folder, 'correct horse') };
    await openAuthority(options);
    const before = fingerprintIn(folder);
    await expect(rotate(folder)).rejects.toMatchObject({ code: 'ca.passphrase_missing' });
    expect(fingerprintIn(folder)).toBe(before);
    await rotate(options);
    expect(readAuthorityFile(folder.state)?.file.secret).toBe('passphrase');
  });

  test('of nothing says how a CA comes to be', async () => {
    await expect(rotate(caFolder())).rejects.toMatchObject({ code: 'ca.absent' });
  });
});

describe('a retired CA is dropped', () => {
  test('by its fingerprint, or with all the others, or together with a rotation', async () => {
    const { options, first } = await newCa();
    await rotate(options);
    const second = fingerprintIn(options) ?? '';
    await rotate(options);
    const third = fingerprintIn(options) ?? '';
    expect(trusted(options)).toEqual([first, second, third]);
    expect(await rotate(options, { renew: false, drop: { kind: 'one', fingerprint: second } })).toEqual([
      [first, second, third],
      [first, third],
    ]);
    expect(trusted(options)).toEqual([first, third]);
    await rotate(options, { renew: false, drop: { kind: 'all' } });
    expect(trusted(options)).toEqual([third]);
    expect((await openAuthority(options)).outcome).toBe('opened');
    await rotate(options, { renew: true, drop: { kind: 'all' } });
    expect(trusted(options)).toEqual([fingerprintIn(options)]);
    expect(fingerprintIn(options)).not.toBe(third);
  });

  test('the one in use is none, and neither is an unknown one', async () => {
    const { options, first } = await newCa();
    for (const fingerprint of [first, first.replaceAll(/[0-9A-F]/g, 'A')]) {
      const dropping = rotate(options, { renew: false, drop: { kind: 'one', fingerprint } });
      await expect(dropping).rejects.toMatchObject({ code: 'ca.not_retired' });
    }
    expect(trusted(options)).toEqual([first]);
  });
});

describe('whatever ends a rotation, there is one CA, whole', () => {
  const SCRIPT = fileURLToPath(new URL('./support/rotate-and-die.js', import.meta.url));

  test.each(STEPS)('a process that is killed after "%s"', async (step) => {
    const { options, first } = await newCa();
    const { signal } = await run(process.execPath, [SCRIPT, options.state.home, step], { reject: false });
    expect(signal).toBe('SIGKILL');
    const { file } = await openAuthority(options);
    expect(fingerprintOf(file.certificate) === first).toBe(!isDone(step));
    expect(file.retired.map(fingerprintOf)).toEqual(isDone(step) ? [first] : []);
    // Opening put the copy right, and another rotation sweeps up what was left.
    expect(readFileSync(options.state.caCertificate, 'utf8')).toBe(file.certificate);
    await rotate(options);
    expect(readdirSync(dirname(options.state.authority)).sort()).toEqual(['authority.json', 'ca.pem']);
  });

  test.each(STEPS)('an error after "%s"', async (step) => {
    const { options, first } = await newCa();
    const onStep = (now: RotationStep): void => {
      if (now === step) throw new Error('no more disk');
    };
    const rotating = rotateAuthority({ ...options, bundle: () => undefined, onStep }, ROTATE);
    await expect(rotating).rejects.toThrow('no more disk');
    expect(fingerprintIn(options) === first).toBe(!isDone(step));
    expect((await openAuthority(options)).outcome).toBe('opened');
    expect(readdirSync(dirname(options.state.authority)).sort()).toEqual(['authority.json', 'ca.pem']);
  });

  test('a bundle that cannot be written', async () => {
    const { options, first } = await newCa();
    const bundle = (): void => {
      throw new Error('read-only');
    };
    await expect(rotateAuthority({ ...options, bundle }, ROTATE)).rejects.toThrow('read-only');
    expect(trusted(options)).toEqual([first]);
  });

  test('somebody else who rotates in between', async () => {
    const { options } = await newCa();
    let between: Promise<unknown> | undefined;
    const bundle = (): void => {
      // The file of somebody else is in place before ours is.
      if (between === undefined) writeFileSync(options.state.authority, foreign);
      between = Promise.resolve();
    };
    const other = await newCa();
    const foreign = readFileSync(other.options.state.authority);
    await expect(rotateAuthority({ ...options, bundle }, ROTATE)).rejects.toMatchObject({ code: 'ca.changed' });
    expect(fingerprintIn(options)).toBe(other.first);
  });
});
