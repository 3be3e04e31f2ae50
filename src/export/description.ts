import type { Finding, ThreatType } from '../findings/finding.js';
import { printable } from '../text/printable.js';
import { englishTexts } from '../text/texts.js';

/** Put together once: a text costs more than all the rest of a finding. */
const TITLES: Readonly<Record<ThreatType, string>> = {
  EXFIL: englishTexts('export.title', { threat: 'EXFIL' }),
  INJECTION: englishTexts('export.title', { threat: 'INJECTION' }),
};

/** What kind of thing happened, for the title of an alert. English: other systems search for it. */
export function titleOf({ threat_type: threat }: Finding): string {
  return TITLES[threat];
}

/** A finding as one English sentence, for systems that show one. */
export function sentenceOf({ threat_type: threat, pattern, direction, dest, agent = '-', snippet }: Finding): string {
  const words = { dest: printable(dest), agent: printable(agent), snippet: printable(snippet) };
  return englishTexts('export.sentence', { threat, direction, pattern, ...words });
}
