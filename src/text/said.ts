import type { Argument, InnerSaying } from './argument.js';
import { english } from './catalogue.generated.js';
import { englishTexts, render, type MessageCode, type Saying, type Texts } from './texts.js';

/**
 * A message as it goes from one process to another, and to programs: they read the code, and whoever shows it to a person
 * says it in that person's language. The sentence is the English one, for readers that do not know the code.
 */
export interface Said {
  readonly code: string;
  readonly message: string;
  /** What the sentence was made with, by name; a value may be a message or a list of messages itself. */
  readonly args?: Readonly<Record<string, unknown>>;
}

/** How deep messages may lie in each other. Ours do so twice: a reload failed, for a document was refused, for a field. */
const MAX_DEPTH = 4;

/** A message on its way. */
export function saidOf(saying: Saying): Required<Said> {
  return { code: saying.code, message: render(englishTexts, saying), args: saying.args };
}

/**
 * What was said, in the language of `texts`; the English sentence that came with it where the code is not known here or
 * its arguments do not fit. It comes from another process, which may be another version and is not trusted.
 */
export function heard(said: Said, texts: Texts): string {
  const saying = sayingIn(said);
  return saying === undefined ? said.message : texts.inner(saying);
}

/** The same in one line. */
export function inOneLine(said: Said, texts: Texts): string {
  return asOneLine(heard(said, texts));
}

/** What stands in several lines as one: with a semicolon between them, but none behind the colon before a list. */
export function asOneLine(message: string): string {
  return message.replace(/(?<=[:：])\n/g, ' ').replaceAll('\n', '; ');
}

/** The message itself; undefined when nobody here can say it. */
export function sayingIn({ code, args = {} }: Pick<Said, 'code' | 'args'>): InnerSaying | undefined {
  const saying = innerSaying({ code, args }, MAX_DEPTH);
  if (saying === undefined) return undefined;
  try {
    // Every language takes the arguments that English takes.
    englishTexts.inner(saying);
    return saying;
  } catch {
    return undefined;
  }
}

function innerSaying(value: object, depth: number): InnerSaying | undefined {
  if (depth === 0 || !('code' in value) || !('args' in value)) return undefined;
  const { code, args } = value;
  if (!isKnown(code) || typeof args !== 'object' || args === null) return undefined;
  const taken: Record<string, Argument> = {};
  for (const [name, given] of Object.entries(args)) {
    const argument = argumentIn(given, depth - 1);
    if (argument === undefined) return undefined;
    taken[name] = argument;
  }
  return { code, args: taken };
}

function argumentIn(value: unknown, depth: number): Argument | undefined {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return innerSaying(value, depth);
  const list: InnerSaying[] = [];
  for (const each of Array.from<unknown>(value)) {
    const saying = typeof each === 'object' && each !== null ? innerSaying(each, depth) : undefined;
    if (saying === undefined) return undefined;
    list.push(saying);
  }
  return list;
}

function isKnown(code: unknown): code is MessageCode {
  return typeof code === 'string' && Object.hasOwn(english, code);
}
