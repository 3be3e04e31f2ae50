import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { AGENT_ACTIONS } from '../src/sidecar/gate/agent-actions.js';
import { tools } from '../src/mcp/tools.js';
import { configSchema } from '../src/sidecar/config.generated.js';
import { CONFIG_VARIABLES, ENV_PREFIX, PLACE_VARIABLES } from '../src/sidecar/environment.js';

interface Manifest {
  version: string;
  tools: { name: string }[];
  hooks: { event: string; file: string }[];
  environment: { required: { name: string }[]; optional: { name: string }[] };
  sbom: { files: string[] };
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const manifest = read('skill.json') as Manifest;

test('the manifest follows its schema', () => {
  const validate = new Ajv({ allErrors: true }).compile(read('setup/skill.schema.json') as object);
  expect({ valid: validate(manifest), errors: validate.errors }).toEqual({ valid: true, errors: null });
});

describe('manifest and code agree on', () => {
  test('the version', () => {
    expect(manifest.version).toBe((read('package.json') as { version: string }).version);
  });

  test('the tools', () => {
    expect(manifest.tools.map(({ name }) => name).sort()).toEqual(tools.map(({ name }) => name).sort());
    expect(manifest.tools.length).toBe(Object.keys(AGENT_ACTIONS).length);
  });

  test('the hooks', () => {
    const files = readdirSync('hooks').map((name) => `hooks/${name}`);
    expect(manifest.hooks.map(({ file }) => file).sort()).toEqual(files.sort());
    for (const { event, file } of manifest.hooks) expect(file).toBe(`hooks/${event.replace('_', '-')}.ts`);
  });

  test.each(['host-start', 'host-stop', 'container-spawn', 'agent-request'])('what hooks/%s exports', async (name) => {
    const exported = (await import(`../hooks/${name}.js`)) as Record<string, unknown>;
    const camel = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    expect(typeof exported[camel]).toBe('function');
  });

  test('the environment', () => {
    const inCode = [...Object.values(CONFIG_VARIABLES), ...Object.values(PLACE_VARIABLES)].map(
      (name) => ENV_PREFIX + name,
    );
    const { required, optional } = manifest.environment;
    expect([...required, ...optional].map(({ name }) => name).sort()).toEqual(inCode.sort());
  });

  test('the files', () => {
    const folders = ['hooks', 'i18n', 'setup', 'src'];
    const inFolders = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.parentPath}/${entry.name}`),
    );
    const listed = manifest.sbom.files.filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)));
    expect(listed.sort()).toEqual(inFolders.sort());
  });
});

/** The names of all keys that a part of the configuration can have. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, additionalProperties } = schema as Record<string, object | undefined>;
  return [
    ...Object.entries(properties).flatMap(([name, part]) => [name, ...keysOf(part)]),
    ...keysOf(additionalProperties),
  ];
}

describe('README has a word on', () => {
  const page = readFileSync('README.md', 'utf8');
  const section = (title: string): string => page.split(/^## /m).find((text) => text.startsWith(title)) ?? '';

  test('each package, why this one', () => {
    const { dependencies, devDependencies } = read('package.json') as Record<string, Record<string, string>>;
    const packages = Object.keys({ ...dependencies, ...devDependencies });
    const said = section('Dependencies');
    expect(packages.filter((name) => !said.includes(`\`${name}\``))).toEqual([]);
  });

  test('each variable', () => {
    const said = section('Configuration');
    const names = [...Object.values(CONFIG_VARIABLES), ...Object.values(PLACE_VARIABLES)];
    expect(names.filter((name) => !new RegExp(`_${name}\``).test(said))).toEqual([]);
  });

  test('each key of the configuration', () => {
    const said = ['Configuration', 'Where findings go', 'Many hosts'].map(section).join('');
    const keys = [configSchema, ...Object.values(configSchema.definitions)].flatMap(keysOf);
    expect(keys.length).toBeGreaterThan(80);
    expect(keys.filter((name) => !new RegExp(`[\`".]${name.replace('$', '\\$')}[\`".]`).test(said))).toEqual([]);
  });
});
