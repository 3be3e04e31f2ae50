import { Ajv, type ErrorObject, type SchemaObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { Saying } from '../text/texts.js';
import { closestName } from './closest-name.js';
import { allowedBy, aTime } from './pattern-words.js';
import { isRecord } from './record.js';

/** One violation: which field, and what is wrong with it and what to do. */
export interface Problem {
  /** Dotted path of the field, for instance `listen.port`; empty for the document itself. */
  readonly field: string;
  readonly saying: Saying;
}

/** Outcome of a validation: the value with its type, or every problem found (at most 20). */
export type Validated<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

const MAX_PROBLEMS = 20;

// One instance for the process: it keeps compiled schemas, and compiling is the slow part. Our schemas are no input: a test
// holds them against theirs, and a start that is waited for does not.
const ajv = new Ajv({ allErrors: true, strict: true, verbose: true, allowUnionTypes: true, validateSchema: false });
// The package is CommonJS with a `default` property; under NodeNext that property is the function.
addFormats.default(ajv);

/**
 * Compiles a JSON Schema into a check that accepts a whole document or names what is wrong with it. Messages name the
 * kind of the value found and never the value itself: it may be a secret pasted into the wrong place.
 *
 * Compiled when it is needed first: a start that is waited for does not pay for documents that may never come. The
 * check throws an Error when the schema itself is not valid, which is a fault of this program.
 */
export function validatorOf<T>(schema: SchemaObject): (value: unknown) => Validated<T> {
  let compiled: ValidateFunction<T> | undefined;
  return (value) => {
    const validate = (compiled ??= ajv.compile<T>(schema));
    if (validate(value)) return { ok: true, value };
    const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'propertyNames');
    const problems = errors.slice(0, MAX_PROBLEMS).map((error) => problemOf(error, schema));
    return { ok: false, problems };
  };
}

/** What is wrong, for a message that names all of it. */
export function sayingsOf(problems: readonly Problem[]): readonly Saying[] {
  return problems.map(({ saying }) => saying);
}

function problemOf(error: ErrorObject, schema: SchemaObject): Problem {
  const params: Record<string, unknown> = error.params;
  // What is wrong with the name of a key is said of that key; beside it stands an error `propertyNames` that adds nothing.
  const offending = params['additionalProperty'] ?? params['missingProperty'] ?? error.propertyName;
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  if (typeof offending === 'string') path.push(offending);
  const field = path.join('.');
  return { field, saying: sayingOf(error, params, field === '' ? '(document)' : field, schema) };
}

function sayingOf(error: ErrorObject, params: Record<string, unknown>, field: string, schema: SchemaObject): Saying {
  const kind = kindOf(error.data);
  switch (error.keyword) {
    case 'additionalProperties': {
      const properties: unknown = error.parentSchema?.['properties'];
      const known = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
      const guess = closestName(String(params['additionalProperty']), known);
      return guess === undefined
        ? { code: 'validation.unknown_key', args: { field, known: known.join(', ') || '-' } }
        : { code: 'validation.unknown_key_guess', args: { field, guess } };
    }
    case 'required':
      return { code: 'validation.missing', args: { field } };
    case 'type':
      return { code: 'validation.type', args: { field, expected: String(params['type']), kind } };
    case 'const':
      return {
        code: 'validation.const',
        args: {
          field,
          expected: JSON.stringify(params['allowedValue']),
          kind,
          needed: isRequired(error, schema) ? 'yes' : 'no',
        },
      };
    case 'enum': {
      const allowed: unknown[] = Array.isArray(params['allowedValues']) ? params['allowedValues'] : [];
      const expected = allowed.map((value) => JSON.stringify(value)).join(', ');
      return { code: 'validation.enum', args: { field, expected, kind } };
    }
    case 'minimum':
    case 'maximum': {
      const minimum = String(error.parentSchema?.['minimum'] ?? '-');
      const maximum = String(error.parentSchema?.['maximum'] ?? '-');
      return { code: 'validation.range', args: { field, minimum, maximum } };
    }
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties':
      return { code: 'validation.length', args: { field, rule: boundOf(error.keyword, Number(params['limit'])) } };
    default:
      return { code: 'validation.form', args: { field, rule: formOf(error.keyword, params), kind } };
  }
}

type Bound = 'minLength' | 'maxLength' | 'minItems' | 'maxItems' | 'minProperties' | 'maxProperties';

function boundOf(keyword: Bound, limit: number): Saying {
  const args = { limit };
  switch (keyword) {
    case 'minLength':
      return { code: 'validation.rule.min_length', args };
    case 'maxLength':
      return { code: 'validation.rule.max_length', args };
    case 'minItems':
    case 'minProperties':
      return { code: 'validation.rule.min_items', args };
    case 'maxItems':
    case 'maxProperties':
      return { code: 'validation.rule.max_items', args };
  }
}

function formOf(keyword: string, params: Record<string, unknown>): Saying {
  switch (keyword) {
    case 'pattern':
      return allowedBy(String(params['pattern']));
    case 'format':
      if (params['format'] === 'date-time') return aTime;
      return { code: 'validation.rule.format', args: { format: String(params['format']) } };
    default:
      return { code: 'validation.rule.other', args: { rule: keyword } };
  }
}

/** Whether the object that a wrong value stands in may not go without it. */
function isRequired({ schemaPath }: ErrorObject, schema: SchemaObject): boolean {
  // `#/properties/NAME/KEYWORD`, behind whatever leads to the object's own schema.
  const path = schemaPath.split('/').slice(1).map(unescapePointer);
  if (path.at(-3) !== 'properties') return false;
  let object: unknown = schema;
  for (const name of path.slice(0, -3)) object = isRecord(object) ? object[name] : undefined;
  const required = isRecord(object) ? object['required'] : undefined;
  return Array.isArray(required) && required.includes(path.at(-2));
}

/** RFC 6901 §4: `~1` stands for `/` and `~0` for `~`. */
function unescapePointer(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** What stands there instead, without its value. */
function kindOf(value: unknown): Saying {
  if (value === null) return { code: 'validation.kind.null', args: {} };
  if (Array.isArray(value)) return { code: 'validation.kind.list', args: {} };
  switch (typeof value) {
    case 'string':
      return { code: value === '' ? 'validation.kind.empty_text' : 'validation.kind.text', args: {} };
    case 'number':
      return { code: Number.isInteger(value) ? 'validation.kind.whole_number' : 'validation.kind.fraction', args: {} };
    case 'boolean':
      return { code: 'validation.kind.boolean', args: {} };
    default:
      return { code: 'validation.kind.object', args: {} };
  }
}
