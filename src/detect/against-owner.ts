import { isForOutsiders } from './for-outsiders.js';

/**
 * What nobody orders in the interest of the one for whom an agent works. Rules of an honest project tell agents a lot
 * ("never push to main", "do not mention X in commit messages", "run the tests without asking"), but not to act behind the
 * owner's back, to hand out what is his, to pay, or to find nothing.
 */
const BEHIND_HIS_BACK =
  /(?:(?<!\bdid )not|(?<!\bdid)n't|never|without) (?:tell|inform|warn|notify|alert)(?:ing)? (?:the |your |an?y? ?)?(?:users?|owners?|maintainers?|developers?|operators?|humans?|one|body)\b|(?:not|n't|never) (?:mention|reveal|disclose|show) (?:it|this|that you|these instructions?)(?: (?:note|step|paragraph|message|sentence|instruction|line|change))?(?: to the (?:user|owner|developer|maintainer)s?)?\s*(?:[.;,!)"'*<\n\\]|$)|(?:user|owner) (?:must|should|need) not (?:know|see|notice|learn|be told)|without the user (?:noticing|knowing)|\bno need to (?:inform|tell|ask|bother) the (?:user|human|owner)\b(?! about (?!this|that|it))|\bkeep this between us\b|\b(?:silently|secretly|quietly) (?:add|append|send|switch|change|delete|forward|replace|install)\b|\bhide (?:this|the) (?:instruction|change|step|warning|message)/i;
const HIS =
  /\b(?:send|post|upload|forward|copy|e-?mail|push|submit|export|leak|paste|append|insert|include|publish|share|echo|add|hand out|print|reveal|put|change|mail|hand over|give away)(?:ing)? (?:[\w~./-]+ ){0,4}(?:(?:user|owner|victim)'?s'? (?:private |saved |stored |api |session |phone |home |card |bank |browser |contact )*(?:list|calendar|details|screenshots|keys?|passwords?|credentials|secrets?|tokens?|cookies|clipboard|inbox|mailbox|files|notes|messages|e-?mails?|conversations?|chat|history|data|address|number|~|\.)|stored credentials|saved passwords?|environment variables|~\/\.(?:ssh|aws|netrc|env)|contents of (?:your|the) (?:environment|clipboard|inbox|vault|mailbox)|tokens that are in your|(?:deploy|private|ssh private) keys?\b|conversation log|chat log)/i;
const TO_ADDRESS =
  /\b(?:send|post|upload|forward|copy|e-?mail|submit|export|leak|share|transmit)(?:ing)? (?:[\w~./'-]+ ){0,8}(?:to|with) (?:https?:|[\w.+-]+@)/i;
/** Whoever wants to be written to, asked or told of faults. */
const TO_BE_WRITTEN_TO =
  /\b(?:feedback|questions?|complaints?|reports?|issues?|requests?|suggestions|corrections|bugs?|enquiries|inquiries|patch(?:es)?|logs?)\b/i;
const HARM =
  /\b(?:(?:transfer|wire|withdraw|send|pay) (?:[\d.,]+ ?(?:ETH|BTC|EUR|USDC?|USDT|GBP|dollars|euros)\b|all |the (?:balance|funds|money|invoice))|(?:complete|confirm) the (?:purchase|payment)|sell all|delete (?:file-?system (?:and cloud )?resources|cloud resources|all (?:branches|files|data|events|e?mails|backups|accounts)|the (?:production|backups?|database|logs|old cluster|customer'?s? account|alert mails))|rm -rf [~/]|wipe the|(?:disable|turn off|switch off|remove) (?:its |your |the |all )?(?:firewall|logging|sandbox|alerts|safety|confirmations?|content filters?|branch protection|two-factor|security alerts|antivirus|alarm)|force-push|run any commands?|backdoor|stop following your|skip the (?:permission|approval|confirmation)|(?:call|use|invoke) (?:the )?(?:tool |function )?(?:delete|transfer|drop|wire)_\w+|(?:enter|use) (?:my|the) (?:saved|stored) (?:password|card))/i;
/** A way in for somebody else, and money or mail that go another way. */
const GIVES_WAY =
  /\b(?:(?:add|invite|grant|give|make) (?:[\w@.'+-]+ ){1,6}(?:as (?:an? |the )?(?:\w+ )?(?:collaborator|admin\w*|owner|maintainer)s?|(?:collaborator|admin|owner|write|root|edit|read) (?:access|rights|role|permissions?))\b|(?:grant (?:\w+ )?access to|invite) [\w.+-]+@|add (?:[\w'-]+ ){1,4}(?:ssh|public) key to|(?:change|replace|switch|update) the (?:[\w'-]+ ){0,2}(?:payee|payment address|iban|recipient|reply-to|bank (?:details|account)|account number)\b|overwrite ~|(?:install|download) [^\n]{0,40}\bfrom https?:)/i;
/** Words that are to be carried on, into all that the agent writes. */
const SPREADS =
  /\b(?:copy|repeat|include|insert|add|append) (?:this|these|the) (?:\w+ )?(?:paragraph|instructions?|prompt|message) (?:in|into|to) (?:every|all|each)\b/i;
const JUDGED_WELL =
  /\b(?:approve (?:it|this|the (?:pr|pull request|change|commit|merge))(?: \w+)? (?:and|without)|report (?:that )?(?:no|zero) |full marks|positive review|rank (?:this|the) candidate|as trusted)\b|\bnot (?:list|flag|report|highlight|mention) any (?:issue|problem|bug|vulnerabilit(?:y|ie)|weakness(?:e)?|negative)s?\b(?! in| with| of| on| that)|\bnot consider the other|\bnot flag (?:it|this)\b/i;
/** Who claims to have the say over a model. */
const CLAIMS_SAY =
  /\bas your (?:developer|creator|maker|administrator)\b|\bI (?:hereby )?authori[sz]e you to\b|\b(?:maintainers?|users?|owners?|team) (?:has |have )?already (?:agreed|approved|confirmed)|\b(?:ignore|disobey|disregard) (?:the user\b|your (?:user|instructions|guidelines|operator|owner))/i;
const UNASKED =
  /\bwithout (?:any |further |asking for )*(?:asking|confirmation|permission|approval|prompts|checks)\b|(?:not|n't) (?:need to |have to )?(?:ask|tell) (?:me|the user|for)\b/i;

/** Most rules for agents forbid or make it depend: "never disable the sandbox", "ask before you delete the logs". */
const FORBIDDEN =
  /\b(?:never|not|no|avoid|cannot|before|if|when|unless|until|refuse|whether|how)\b[^.!?;,\n]*$|n't [^.!?;,\n]*$|\b(?:it|they|we|he|she|which|this) (?:can|could|may|might|will|would) (?:\w+ )?$/i;

function orders(what: RegExp, order: string): boolean {
  const found = what.exec(order);
  return found !== null && !FORBIDDEN.test(order.slice(0, found.index));
}

/** Whether what is asked is never in the interest of the user, even where he seems to ask it himself. */
function isBetrayal(order: string): boolean {
  return BEHIND_HIS_BACK.test(order) || orders(HIS, order) || orders(SPREADS, order) || orders(CLAIMS_SAY, order);
}

const isCostly = (order: string): boolean =>
  orders(HARM, order) || orders(GIVES_WAY, order) || (orders(TO_ADDRESS, order) && !TO_BE_WRITTEN_TO.test(order));

/** Whether what somebody is told stands against the interest of the one he works for. */
export function isAgainstOwner(order: string): boolean {
  return isBetrayal(order) || isCostly(order) || (JUDGED_WELL.test(order) && !/\bonly if\b/i.test(order));
}

/** Where a sentence ends; `docs.acme.invalid` and `v1.2` are none. */
const SENTENCE_ENDS = /[.!?;]["')*]{0,2}(?=\s|<|$)|\n|\\n/;

export const firstLine = (said: string): string => /^[^\n]*/.exec(said)?.[0] ?? '';

/** Whether one of the sentences behind a frame or an address does what `isSuch` looks for: the first ones may be polite. */
export function hasSentence(said: string, isSuch: (sentence: string) => boolean): boolean {
  return said.split(SENTENCE_ENDS).some((sentence) => isSuch(sentence));
}

/**
 * Whether a text that calls its reader a model, an agent or by the name of one has it act against its owner: in one of its
 * sentences, or in what they ask together for somebody else.
 */
export function isPlanted(said: string): boolean {
  const sentences = said.split(SENTENCE_ENDS);
  return sentences.some(isAgainstOwner) || isForOutsiders(sentences);
}

/** What honest projects ask every agent for: "please run the tests before you open a pull request". */
export const PROJECT_WORK =
  /\b(?:run(?:ning)? (?:the |all )?(?:`|tests?\b|test suite|linters?\b|build\b|formatter|type ?check)|open (?:an? |your )?(?:issues?|pull requests?|prs?)\b|(?:not|n't) (?:recommend|use|suggest|rely on|generate)\b)/i;

/**
 * The same of what is said in the name of the user himself. He may well have things deleted and sent, and transcripts are full
 * of that; an invented one does not want to be asked either.
 */
export function isAgainstOwnerAsUser(order: string): boolean {
  return (
    isBetrayal(order) || (isCostly(order) && UNASKED.test(order)) || /\bskip the (?:permission|approval)/i.test(order)
  );
}

const NO_CHECKS =
  /\bsafety (?:checks|rules|filters) are (?:off|disabled)|\b(?:now )?reveal (?:your|the|all)\b|\bobey (?:the|instructions)|\benabled auto-approve|\bmust (?:always )?(?:forward|obey)/i;

/** The same of what stands in a forged frame, where everything is said in somebody else's name: there no leave counts either. */
export function isAgainstOwnerInFrame(order: string): boolean {
  return NO_CHECKS.test(order) || orders(UNASKED, order) || isAgainstOwner(order);
}
