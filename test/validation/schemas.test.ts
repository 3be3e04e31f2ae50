import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.name.endsWith('.schema.json'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)));

/** At run time nobody looks again: it would cost every start of every program. */
describe('every schema of the project', () => {
  test.each(files)('%s is valid', (file) => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    const schema = JSON.parse(readFileSync(join(root, file), 'utf8')) as AnySchema;
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(() => ajv.compile(schema)).not.toThrow();
  });
});
