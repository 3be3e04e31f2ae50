import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where the published definitions of OCSF lie on this machine, for those who have them; no package on the npm registry
 * brings them. `git clone --depth 1 --branch 1.8.0 https://github.com/ocsf/ocsf-schema`, and this variable names the folder.
 */
export const OCSF_FOLDER = process.env['TRAFFIC_GUARDIAN_OCSF_SCHEMA'];

type Json = Record<string, unknown>;

/** The schema of an object, in so far as schemas are compared or put together here. */
export interface Structure {
  readonly type: 'object';
  readonly required?: readonly string[];
  readonly properties?: Json;
  readonly anyOf?: readonly Json[];
  readonly allOf?: readonly Json[];
  readonly [keyword: string]: unknown;
}

/** The schema of a class, with those of all objects in it. */
export interface ClassSchema extends Structure {
  readonly definitions: Readonly<Record<string, Json>>;
}

interface Attribute {
  readonly type?: string;
  readonly is_array?: boolean;
  readonly requirement?: 'required' | 'recommended' | 'optional';
  /** Only there for events that name this profile; null takes that back. */
  readonly profile?: string | null;
  readonly sibling?: string;
  readonly enum?: Readonly<Record<string, { readonly caption: string }>>;
  readonly '@deprecated'?: object;
}

interface Definition {
  readonly name?: string;
  readonly caption: string;
  readonly extends?: string;
  readonly uid?: number;
  readonly category?: string;
  readonly attributes: Readonly<Record<string, Attribute>> & { readonly $include?: readonly string[] };
  readonly constraints?: { readonly at_least_one?: readonly string[]; readonly just_one?: readonly string[] };
}

interface ValueType {
  readonly type?: string;
  readonly regex?: string;
  readonly max_len?: number;
  readonly range?: readonly [number, number];
}

interface Dictionary {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly types: { readonly attributes: Readonly<Record<string, ValueType>> };
}

/** What the types that rest on no other are in JSON. */
const BASE_TYPES: Readonly<Record<string, Json>> = {
  boolean_t: { type: 'boolean' },
  float_t: { type: 'number' },
  integer_t: { type: 'integer' },
  json_t: {},
  long_t: { type: 'integer' },
  string_t: { type: 'string' },
};

/**
 * The published definitions of one event class as one JSON Schema, with all that they demand: every attribute with its
 * type, what is required, enumerations, a caption that goes with its number, `at_least_one` and `just_one`, the sums that
 * make `type_uid`; and nothing beside that, not even what is deprecated. Events without profiles and extensions, as ours.
 */
export class PublishedOcsf {
  readonly version: string;
  readonly #folder: string;
  readonly #dictionary: Dictionary;
  readonly #objects = new Map<string, Definition>();
  readonly #events = new Map<string, Definition>();
  readonly #compiled: Record<string, Json> = {};

  constructor(folder: string) {
    this.#folder = folder;
    this.version = (this.#read('version.json') as { version: string }).version;
    this.#dictionary = this.#read('dictionary.json') as Dictionary;
    for (const [part, into] of [
      ['objects', this.#objects],
      ['events', this.#events],
    ] as const) {
      for (const file of readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })) {
        if (!file.endsWith('.json')) continue;
        const definition = this.#read(join(part, file)) as Definition;
        if (definition.name !== undefined) into.set(definition.name, definition);
      }
    }
  }

  /** Schema of a class such as `detection_finding`. */
  classSchema(name: string): ClassSchema {
    const chain = chainOf(this.#events, name);
    const own = chain.at(-1)!;
    const category = chain.map((each) => each.category).findLast((each) => each !== undefined) ?? '';
    const categories = this.#read('categories.json') as { attributes: Record<string, Definition> };
    const { uid: categoryUid = 0, caption: categoryName } = categories.attributes[category]!;
    const classUid = categoryUid * 1000 + (own.uid ?? 0);
    const { allOf, ...schema } = this.#structure(chain);
    const activities = Object.entries(this.#attributes(chain)['activity_id']?.enum ?? {});
    const sums = activities.map(([id, { caption }]) => ({
      properties: {
        activity_id: { const: Number(id) },
        type_uid: { const: classUid * 100 + Number(id) },
        type_name: { const: `${own.caption}: ${caption}` },
      },
    }));
    // What the general class says of these four is true of the general class.
    const named = {
      category_uid: { const: categoryUid },
      category_name: { const: categoryName },
      class_uid: { const: classUid },
      class_name: { const: own.caption },
    };
    const ofThisVersion = { metadata: { properties: { version: { const: this.version } } } };
    return {
      ...schema,
      properties: { ...schema.properties, ...named },
      allOf: [...(allOf ?? []), { properties: ofThisVersion }, { anyOf: sums }],
      definitions: this.#compiled,
    };
  }

  #read(file: string): unknown {
    return JSON.parse(readFileSync(join(this.#folder, file), 'utf8'));
  }

  /** Attributes of a definition over all that it extends, each with what the dictionary says of it. */
  #attributes(chain: readonly Definition[]): Record<string, Attribute> {
    const merged: Record<string, Attribute> = {};
    const add = (attributes: Definition['attributes'], more: Attribute = {}): void => {
      for (const [name, attribute] of Object.entries(attributes) as [string, Attribute][]) {
        if (name === '$include') continue;
        const known = merged[name] ?? this.#dictionary.attributes[name] ?? {};
        const values = { ...known.enum, ...attribute.enum };
        merged[name] = { ...known, ...more, ...attribute, ...(Object.keys(values).length > 0 && { enum: values }) };
      }
    };
    for (const { attributes } of chain) {
      for (const file of attributes.$include ?? []) {
        const profile = this.#read(file) as Definition;
        add(profile.attributes, { profile: profile.name ?? file });
      }
      add(attributes);
    }
    return merged;
  }

  #structure(chain: readonly Definition[]): Structure {
    const all = Object.entries(this.#attributes(chain));
    const here = all.filter(([, each]) => (each.profile ?? null) === null && each['@deprecated'] === undefined);
    // What the generic object holds is nowhere said.
    if (all.length === 0) return { type: 'object' };
    const { at_least_one: some, just_one: one } = chain.findLast((each) => each.constraints)?.constraints ?? {};
    const oneOf = (names: readonly string[]): Json[] => names.map((name) => ({ required: [name] }));
    const captions = here.flatMap(([name, attribute]) => captionsOf(name, attribute));
    return {
      type: 'object',
      additionalProperties: false,
      required: here.filter(([, { requirement }]) => requirement === 'required').map(([name]) => name),
      properties: Object.fromEntries(here.map(([name, attribute]) => [name, this.#value(attribute)])),
      ...(some && { anyOf: oneOf(some) }),
      ...(one && { oneOf: oneOf(one) }),
      ...(captions.length > 0 && { allOf: captions }),
    };
  }

  #value({ type = '', is_array: isArray = false, enum: values }: Attribute): Json {
    const one = values === undefined ? this.#type(type) : { enum: Object.keys(values).map(enumValueOf(type)) };
    return isArray ? { type: 'array', items: one } : one;
  }

  /** A type of the dictionary, or the object of that name. */
  #type(name: string): Json {
    const type = this.#dictionary.types.attributes[name];
    if (type === undefined) return this.#object(name);
    const { regex: pattern, max_len: maxLength, range: [minimum, maximum] = [] } = type;
    const bounds = { pattern, maxLength, minimum, maximum };
    return {
      ...(type.type === undefined ? BASE_TYPES[name] : this.#type(type.type)),
      ...Object.fromEntries(Object.entries(bounds).filter(([, bound]) => bound !== undefined)),
    };
  }

  /** Objects hold each other in circles, so each stands by itself and is pointed to. */
  #object(name: string): Json {
    if (this.#compiled[name] === undefined) {
      this.#compiled[name] = {};
      this.#compiled[name] = this.#structure(chainOf(this.#objects, name));
    }
    return { $ref: `#/definitions/${name}` };
  }
}

/** A definition behind all that it extends, the most general first. */
function chainOf(all: ReadonlyMap<string, Definition>, name: string): Definition[] {
  const definition = all.get(name);
  if (definition === undefined) throw new Error(`OCSF has no definition named ${name}`);
  return [...(definition.extends === undefined ? [] : chainOf(all, definition.extends)), definition];
}

function enumValueOf(type: string): (key: string) => string | number {
  return (key) => (type === 'string_t' ? key : Number(key));
}

/** A number and the caption beside it say the same; 99, Other, leaves the caption to the source but needs one. */
function captionsOf(name: string, { sibling, enum: values = {}, type = '' }: Attribute): Json[] {
  if (sibling === undefined || type === 'string_t') return [];
  return Object.entries(values).map(([key, { caption }]) => ({
    if: { required: [name], properties: { [name]: { const: Number(key) } } },
    then: key === '99' ? { required: [sibling] } : { properties: { [sibling]: { const: caption } } },
  }));
}
