import { englishTexts, render, type MessageCode, type Saying, type Texts } from './texts.js';

/**
 * An error for the person who reads it: what happened, to which field or file, and what to do. It carries a stable
 * code, so that programs need not read the sentence and the sentence can be said in the reader's language.
 */
export class GuardianError extends Error {
  override readonly name = 'GuardianError';
  readonly saying: Saying;

  constructor(saying: Saying, options?: ErrorOptions) {
    super(render(englishTexts, saying), options);
    this.saying = saying;
  }

  get code(): MessageCode {
    return this.saying.code;
  }

  /** The message in the language of `texts`. */
  in(texts: Texts): string {
    return render(texts, this.saying);
  }
}
