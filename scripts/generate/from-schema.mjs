import { readFileSync } from 'node:fs';
import { compile as compileSchema } from 'json-schema-to-typescript';
import { header } from './header.mjs';

/** A JSON Schema becomes its TypeScript type and the schema itself as a constant for ajv and the MCP tools. */
export async function fromSchema(file) {
  const text = readFileSync(file, 'utf8');
  const schema = JSON.parse(text);
  const types = await compileSchema(schema, schema.title, {
    bannerComment: '',
    additionalProperties: false,
    style: { singleQuote: true, printWidth: 120 },
  });
  const constant = `${schema.title[0].toLowerCase()}${schema.title.slice(1)}Schema`;
  return [
    header(file),
    types,
    `/** The schema that {@link ${schema.title}} follows. */`,
    `export const ${constant} = ${JSON.stringify(schema, null, 2)} as const;`,
    '',
  ].join('\n');
}
