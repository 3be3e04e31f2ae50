import type { Passage } from './passage.js';

/** NanoClaw cuts what somebody said after so many characters and puts three points behind it. */
const CUT_AT = 2_000;
const CUT_MARK = '...';

/** `**User**: …`; the agent has its own name. */
const SPEAKER = /^\*\*([^*\n]{1,200})\*\*: /gm;

/**
 * The archive of a conversation as NanoClaw writes it before a session is compacted or put aside: a title, and what people
 * and the agent said. What tools did is not in it.
 */
export function archivePassages(markdown: string): Passage[] {
  const speakers = [...markdown.matchAll(SPEAKER)];
  return speakers.flatMap((speaker, index): Passage[] => {
    const from = speaker.index + speaker[0].length;
    const text = whole(markdown.slice(from, speakers[index + 1]?.index).trimEnd());
    if (text === '') return [];
    const direction = speaker[1] === 'User' ? 'inbound' : 'outbound';
    return [{ direction, location: 'body', text, far: { kind: 'chat' } }];
  });
}

/** Half a secret would count as another one than the whole in the transcript: a word that was cut is left out. */
function whole(text: string): string {
  if (!text.endsWith(CUT_MARK) || text.length < CUT_AT) return text;
  const said = text.slice(0, -CUT_MARK.length);
  const lastWord = said.split(/\s/).at(-1) ?? '';
  return said.slice(0, said.length - lastWord.length);
}
