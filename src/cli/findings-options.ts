import { filterOf } from '../findings/journal/query/filter.js';
import { findingsQuerySchema, type FindingsQuery } from '../findings/journal/query/findings-query.generated.js';
import { GuardianError } from '../text/guardian-error.js';
import { sayingsOf, validatorOf, type Problem } from '../validation/validator.js';
import { isToCome, wrongTime } from './words/since.js';
import { timeFrom } from './words/time-from.js';

/** The options of `findings` as they were typed. */
export interface FindingsOptions {
  readonly since?: string;
  readonly until?: string;
  readonly threatType?: string;
  readonly pattern?: string;
  readonly severity?: readonly string[];
  readonly minSeverity?: string;
  readonly direction?: string;
  readonly dest?: string;
  readonly agent?: string;
  readonly limit?: string;
  readonly cursor?: string;
  readonly incidents?: boolean;
  readonly follow?: boolean;
  /** Of a document to write; see `src/export`. */
  readonly format?: string;
}

/** What is typed for each key of a query. */
const FLAGS = {
  since: '--since',
  until: '--until',
  threatType: '--threat-type',
  pattern: '--pattern',
  severity: '--severity',
  minSeverity: '--min-severity',
  direction: '--direction',
  dest: '--dest',
  agent: '--agent',
  limit: '--limit',
  cursor: '--cursor',
  incidents: '--incidents',
} as const satisfies Record<keyof FindingsQuery, string>;

const validateQuery = validatorOf<FindingsQuery>(findingsQuerySchema);
// The same rules under the names that were typed, so that messages name these.
const validateFlags = validatorOf<object>({
  type: 'object',
  // What may be given several times is said of the option, not of "--severity.0", which nobody can type.
  properties: Object.fromEntries(
    Object.entries(findingsQuerySchema.properties).map(([key, schema]) => [
      flagOf(key),
      'items' in schema ? schema.items : schema,
    ]),
  ),
});

/**
 * Makes a query of what was typed.
 *
 * @throws GuardianError `cli.usage.options` that names every wrong option, or as the query's own conditions do.
 */
export function queryFrom(options: FindingsOptions, now: Date): FindingsQuery {
  const problems: Problem[] = [];
  const time = (key: 'since' | 'until'): string | undefined => {
    const text = options[key];
    if (text === undefined) return undefined;
    const iso = timeFrom(text, now);
    if (iso === undefined) problems.push({ field: FLAGS[key], saying: wrongTime(FLAGS[key], 'form') });
    else if (key === 'since' && isToCome(iso, now))
      problems.push({ field: FLAGS[key], saying: wrongTime(FLAGS[key], 'future') });
    return iso;
  };
  const typed = definedOnly({
    ...options,
    since: time('since'),
    until: time('until'),
    limit: numberFrom(options.limit),
  });
  const query = validateQuery(typed);
  if (problems.length === 0 && query.ok) {
    filterOf(query.value);
    return query.value;
  }
  const flags = Object.entries(typed).map(([key, value]) => [flagOf(key), typedOnce(value)]);
  const checked = validateFlags(Object.fromEntries(flags));
  if (!checked.ok) problems.push(...checked.problems);
  throw new GuardianError({ code: 'cli.usage.options', args: { problems: sayingsOf(problems) } });
}

/** Of the option that may be given several times, the first value that is wrong, if one is. */
function typedOnce(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const values: readonly unknown[] = value;
  return values.find((one) => !validateQuery({ severity: [one] }).ok) ?? values[0];
}

function flagOf(key: string): string {
  return Object.entries(FLAGS).find(([name]) => name === key)?.[1] ?? key;
}

/** A whole number, in its range or not; anything else is left for the rules to refuse. */
function numberFrom(text: string | undefined): number | string | undefined {
  return text !== undefined && /^-?\d{1,9}$/.test(text) ? Number(text) : text;
}

function definedOnly(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => value !== undefined && Object.hasOwn(FLAGS, key)),
  );
}
