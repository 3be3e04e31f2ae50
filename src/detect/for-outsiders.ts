/**
 * What somebody outside wants of the agent of another: to be praised, cleared or paid, to have the user misled, to get at his
 * mail, codes and accounts, and not to be noticed. Owners tell their own agents some of this as well ("rank the worst first",
 * "close the incident"), so that most of it says something only together: what weighs 1 needs another beside it.
 */
const SIGNS: readonly (readonly [weight: number, sign: RegExp])[] = [
  [
    2,
    /\b(?:rank|place|list|put) this (?:candidate|applicant|site|page|product|paper|r[eé]sum[eé])\b[^.\n]{0,20}\b(?:first|top)\b|\bignore (?:all |the )?other (?:candidates|applicants|submissions|offers)|\bdescribe (?:all )?(?:the )?(?:others|rivals|competitors) as\b|\b(?:return|output|answer|say) (?:\{"flagged"\s?:\s?false|["'](?:no (?:malware|threats?|vulnerabilities)\b|\[\[[AB]\]\]))|\byou (?:must|have to) (?:first )?(?:visit|open|go to) (?:https?:|www\.)|\b(?:print|output|show|reveal|repeat|disclose|write down|read out) [^.\n]{0,40}\b(?:your|the) (?:system prompt|hidden (?:rules|instructions))\b|\b(?:add|post|put|print|paste|include|insert|send|share)\b [^.\n]{0,24}(?:value of [`"']?\w*(?:TOKEN|KEY|SECRET)\b|contents? of [`"']?(?:the )?(?:\.env|~\/)|(?:api|deploy) keys? from the vault)|\b(?:change|replace|switch|update|set)\b [^.\n]{0,40}\b(?:recovery|payout)[ -](?:e-?mail|address|account)\b[^.\n]{0,30} (?:to|by|with) (?:[\w.+-]+@|[A-Z]{2}\d{2}|0x)|\b(?:put|add|set) [\w.+-]+@[\w.-]+ (?:in|into|to|on) (?:the )?b?cc\b|\b(?:set up|create|add) (?:an? )?(?:\w+ )?(?:filter|rule) [^.\n]{0,60}\bforwards? [^.\n]{0,60}\bto [\w.+-]+@|\bwithout (?:raising|arousing) (?:any )?suspicion|\bkeep from the user\b|\bdelete the traces\b/i,
  ],
  [
    1,
    /\b(?:give|award|assign|grant)\b[^.\n]{1,40}\b(?:full|highest|top|maximum|perfect)(?: possible)? (?:score|rating|grade|marks|points)|\bscore it as the highest\b/i,
  ],
  [
    1,
    /\b(?:name|recommend|praise|list|place|present)\b[^.\n]{1,60}\b(?:as the (?:best|only|top|safest)|above (?:all|the) others?)\b|\brecommend \w+ first\b/i,
  ],
  [
    1,
    /\b(?:recommend|advise) (?:accepting|acceptance|hiring)|\binterview is (?:strongly )?recommended|\baccept this (?:paper|submission)\b/i,
  ],
  [1, /\b(?:leave out|omit|suppress) (?:\w+ ){0,2}(?:reviews|competitors|criticism|complaints)/i],
  [
    1,
    /\b(?:not|n't|never) (?:mention|consider|highlight|point out) (?:(?:its|the|any|missing) )*(?:weakness|negative|flaw|drawback|degree|competitor)|\bmention its weaknesses only\b/i,
  ],
  [
    1,
    /\b(?:classify|mark|label|report) (?:this|it|my)\b[^.\n]{0,60}\bas (?:benign|safe|harmless|clean|resolved|refunded|paid)\b/i,
  ],
  [1, /\bclose (?:the|this) (?:alert|incident)\b/i],
  [
    1,
    /\b(?:file|code|pr|change|text) (?:that follows )?(?:is|has been) (?:already )?(?:audited|approved|vetted|cleared) by /i,
  ],
  [1, /\b(?:computer|device|account|machine|phone) (?:is|has been|was) (?:infected|compromised|hacked|locked)\b/i],
  [
    1,
    /\bask (?:the user|him|her|them) (?:again )?for (?:the|their|his|her) (?:\w+ )?(?:password|code|pin|card|credentials)/i,
  ],
  [1, /\b(?:enter|type) it (?:in|into) the (?:form|field)\b/i],
  [
    1,
    /\b(?:they|user|visitor) (?:should|must|has to|have to) (?:call|ring|pay)\b|\b(?:steer|nudge|persuade|convince) (?:the user|the visitor|them) (?:to|towards|into) /i,
  ],
  [
    1,
    /\b(?:post|enter|type|send|share|paste|forward|extract|copy|look up|get|look for)\b[^.\n]{1,80}\b(?:one-time (?:password|code)s?|otps?|(?:confirmation|verification|security|six[- ]digit) codes?|(?:recovery|seed) phrase)\b/i,
  ],
  [1, /\bopen (?:gmail|outlook|the (?:user's )?(?:mail|inbox))\b|\bvisit the user's mail\b/i],
  [1, /\b(?:complete|finish) the (?:checkout|purchase)\b/i],
  [1, /\b(?:release|pay) (?:the|all) (?:open|outstanding|pending) /i],
  [1, /\bno need to (?:inform|tell|bother|notify) (?:the |your )?(?:user|human|owner|operator)/i],
  [
    1,
    /\b(?:user|owner|human) (?:need not|needn't|must not|doesn't need to) (?:be (?:told|shown|informed)|know|notice)/i,
  ],
  [1, /\b(?:not|n't|never) (?:refer to this (?:mail|e-?mail|page|note)|cite this|list this among|bring this up)/i],
  [1, /\b(?:has|have) (?:already )?pre-?approved\b/i],
];

/** "Give full marks only if ..." is how graders are told; "it can finish the checkout" is what is said of one. */
const IS_CONDITIONAL = /\b(?:only if|if|unless|once|until)\b/i;
const FORBIDS =
  /\b(?:never|no one|nobody|cannot|before|when|refuse|whether|how|(?:can|could|may|might|will|would|to) (?:also |even )?)$|n't $|\bnot $/i;

/** Whether what is said to a model asks for enough that serves only others than its owner. */
export function isForOutsiders(sentences: readonly string[]): boolean {
  let weight = 0;
  for (const [weighs, sign] of SIGNS) {
    const shown = sentences.some((sentence) => {
      const found = sign.exec(sentence);
      return found !== null && !IS_CONDITIONAL.test(sentence) && !FORBIDS.test(sentence.slice(0, found.index));
    });
    if (shown) weight += weighs;
    if (weight > 1) return true;
  }
  return false;
}
