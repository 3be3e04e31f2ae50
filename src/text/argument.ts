import type { MessageCode } from './texts.js';

/** What a text argument takes: the same words in every language, or messages that are said in that of the text around. */
export type Argument = string | number | InnerSaying | readonly InnerSaying[];

/** A message inside of another one: what is wrong with a field, in the sentence that a document was refused. */
export interface InnerSaying {
  readonly code: MessageCode;
  readonly args: Readonly<Record<string, Argument>>;
}
