import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { AGENT_ACTIONS } from '../src/sidecar/gate/agent-actions.js';
import { tools } from '../src/mcp/tools.js';
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
