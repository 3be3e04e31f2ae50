import type { Candidate } from './rule.js';

/**
 * Who forbids it, or says that it will not be done, does not ask for it; nor who tells what others try, what a model can be
 * brought to and what instructions there are, or asks how to do it and whether it is done.
 */
const NOT_ASKED =
  /(?:n(?:'|\xe2\x80\x99)t|do not|never|not|how (?:do|can|should) (?:i|we|they|users)|attempts? to|attempt(?:ed|ing) to|tr(?:y|ies|ied|ying) to|(?:caus|coerc|manipulat)(?:es?|ed|ing) (?:it|them|(?:the|an?|your|our) (?:\w+ )?(?:models?|agents?|assistants?|llms?|bots?|chatbots?|ai)) (?:in)?to|(?:ask|tell|instruct)(?:s|ed|ing) (?:it|them|the (?:model|agent|assistant)s?) to|(?:they|which|attackers?) (?:can|could|may|might)|(?:instructions|prompts|payloads|inputs) (?:that|which)(?: [\w,]+){0,6}|(?:^|[.!?(\n-])[ \t]*does(?: \w+){1,3}) $/i;
/** "You should try to ignore ..." is an order nevertheless. */
const ASKED_TO_TRY =
  /\b(?:you|please|must|should|assistant|AI)\s(?:\w+\s){0,2}(?:try|attempt) to $|(?:^|[.!?:\n]\s*)try to $/i;

/** The sentence is spoken of and not said: in quotes, with a word of this field beside it, and prose that goes on. */
const QUOTED = /(?:(?<![:=]\s*)["'`\u00ab]|\xe2\x80[\x98\x9c])(?:(?:\w+ ){1,8}and )?$/;
const ENDS_QUOTED =
  /^s?(?: and(?: \w+){1,8})?(?:[.,;!]|\.{3}|\xe2\x80\xa6)?(?:["'`\u00bb]|\xe2\x80[\x99\x9d]){1,2}\s?(?:[,;.)](?:\s|$)|\((?!\w+\()|\s?(?:is|are|was|as|or|and|to|in|into|that|which|has|can|may|will|would|manipulates?|tricks?|appears?|style|attacks?|prompts?)\s)/i;
const OF_THE_FIELD =
  /injection|jailbreak|\b(?:phrase|sentence)s?\b|attack|malicious|adversarial|e\.g\.|such as|for example|\bllms?\b/i;

/**
 * Who names what follows as words of somebody else: 'we planted the string "Ignore ..."', 'if the user says "ignore ..."',
 * `guard.scan("Ignore ...")`. A colon or a member of JSON names nothing so: there the words themselves are handed over.
 */
const NAMED =
  /(?:\b(?:(?:phrases?|sentences?|strings?|injections?|jailbreaks?|memes?|contains|saying|reads|(?:something|instructions?) like|such as|an instruction|of the kind|in my bio|us(?:es|ed) the prompt|appends|(?:is|was|were) told|(?:someone|somebody|attackers?|(?:red )?team) (?:wrote|sent|writes|sends))|(?:hacking|attack|injected|malicious|adversarial|hidden) prompts?|(?:user|someone|somebody|anyone|attacker|text|page|message|e-?mail|visitor) says)[\s,(]*|\w*injection\w* = \[\s*|[\w.]*(?:scan|detect|classif|guard|moderat)[\w.]*\()(?:\\?["'`\u00ab(]){1,2}[^"'`\n]{0,48}$/i;
/** A row of a data set, with what it is an example of: `{"prompt":"ignore ...","label":"injection"}`. */
const LABELLED =
  /^[^"\n]*"\s*,\s*"(?:label|category|class|type|is_injection|expected)"\s*:\s*"?(?:injection|jailbreak|prompt_injection|malicious|attack|1\b|true)/i;

const OPENS = /(?:["']|\xe2\x80\x9c)$/;
/** What somebody says in a novel: '"Forget your instructions," said Mara.' */
const SAID_BY =
  /^[^"\n]{0,40}(?:[,.!?]?["']|[,.!?]?\xe2\x80\x9d)\s(?:(?:he|she|they|I|the|old|young)\s|\w+\s){0,3}(?:said|says|whispered|shouted|cried|murmured|replied|answered|hissed|yelled)\b/;
/** A test's input, with what is expected of the answer in the next line. */
const TESTED = /^[^"'\n]{0,40}["'][\s)}\];,]{0,6}\n\s*(?:-\s)?(?:assert|expect)\b/;
/** What a text is looked through for: `if "ignore previous instructions" in text.lower():`. */
const LOOKED_FOR = /^s?["']\s(?:not\s)?in\s[a-z_.]+[\s(:)]/;
/** "If the user asks you to ignore your instructions, decline." */
const IF_ASKED =
  /\b(?:if|when|whenever|should)\s(?:\w+\s){1,4}?(?:(?:asks?|tells?|instructs?|orders?|begs?|wants?|requests?)\s(?:you|it|the (?:model|assistant|agent|bot))|says?)\sto\s$/i;

/** Whether words that would be an order are told of, because somebody forbids them or says who tries to do so. */
export function isNotAsked(before: string): boolean {
  return (NOT_ASKED.test(before) && !ASKED_TO_TRY.test(before)) || IF_ASKED.test(before);
}

/** Whether words that would be an order are quoted in a text on this field: 'The phrase "ignore ..." is a known attack.' */
export function isQuoted({ before, after }: Pick<Candidate, 'before' | 'after'>): boolean {
  return (
    NAMED.test(before) ||
    LABELLED.test(after) ||
    TESTED.test(after) ||
    LOOKED_FOR.test(after) ||
    (OPENS.test(before) && SAID_BY.test(after)) ||
    (QUOTED.test(before) && ENDS_QUOTED.test(after) && OF_THE_FIELD.test(before + after))
  );
}

/** Whether words that are an order are one: nobody forbids them, tells who tries it, or quotes them. */
export function isInEarnest({ before, after }: Pick<Candidate, 'before' | 'after'>): boolean {
  return !isNotAsked(before) && !isQuoted({ before, after });
}
