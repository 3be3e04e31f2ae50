import { englishTexts, type Texts } from '../../text/texts.js';

/** What the words, numbers and times of this process are shown in. English until there are other catalogues. */
export const LOCALE = 'en';

/** The texts for the person at this terminal. */
export function textsForTerminal(): Texts {
  return englishTexts;
}
