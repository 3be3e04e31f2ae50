import { isInsideBase64 } from '../inside-base64.js';
import { judge } from '../judge.js';
import { Matcher } from '../matcher.js';
import type { Candidate, Rule, Severity } from '../rule.js';
import { RuleSet, type CompiledMatch } from '../rule-set.js';
import type { Detection, ScanContext } from '../scan-context.js';
import { foundAnchors } from './found-anchors.js';

/**
 * How far a rule came with a text, from nothing to a finding. Each step is taken only where the one before was:
 * the group is on, the text goes the rule's way, a fixed part stands there, an expression fits around it, the rule's own
 * check accepts what fits, and what it is and where it goes is judged.
 */
export type Stage =
  | 'group_off'
  | 'other_direction'
  | 'no_anchor'
  | 'no_match'
  | 'check_refused'
  | 'judged_silent'
  | 'elsewhere'
  | 'fired';

/** How far one expression of a rule came. Numbers are of places in the plain text. */
export interface ExpressionExplanation {
  /** From 1, in the order of the rule. */
  readonly expression: number;
  /** Fixed parts, of which a match needs one: how many there are, and those that stand in the text. All are the rule's. */
  readonly anchors: { readonly lookedFor: number; readonly found: readonly string[] };
  /** Places where the expression fits. */
  readonly matches: number;
  /** Those that the rule's own check refused, and what that check is called if it has a name. */
  readonly refused: { readonly count: number; readonly check?: string };
  /** Those that were judged to be no finding, by reason: `base64` (it was made by chance), `home`, `identity`, `example`. */
  readonly silent: Readonly<Record<string, number>>;
  /** Those that were judged to be one. */
  readonly findings: number;
}

/** A finding of the rule, as it would be reported. */
export interface ExplainedFinding {
  readonly severity: Severity;
  readonly snippet: string;
  readonly decoding: readonly string[];
}

/** Why a rule fired or not. Nothing in it comes from the text but redacted snippets. */
export interface RuleExplanation {
  readonly rule: string;
  readonly group: string;
  readonly direction: Rule['direction'];
  readonly stage: Stage;
  readonly expressions: readonly ExpressionExplanation[];
  readonly findings: readonly ExplainedFinding[];
}

/** What a whole detector reported for the text: all rules, all decodings. */
export type Reported = Pick<Detection, 'pattern' | 'variant' | 'severity'> & {
  readonly snippet: string;
  readonly decoding: readonly string[];
};

/** A text, where it stands, and what was reported of it. */
export interface ExplainedText {
  readonly bytes: Uint8Array;
  readonly context: ScanContext;
  readonly reported: readonly Reported[];
}

/** The name of a rule: what findings call it, and which of several it is. */
export function ruleName({ pattern, variant }: Pick<Rule, 'pattern' | 'variant'>): string {
  return `${pattern}.${variant}`;
}

/** @param isOn Whether the rule's group is looked for. */
export function explainRule(rule: Rule, isOn: boolean, { bytes, context, reported }: ExplainedText): RuleExplanation {
  const findings = reported
    .filter((each) => ruleName(each) === ruleName(rule))
    .map(({ severity, snippet, decoding }) => ({ severity, snippet, decoding }));
  const about = { rule: ruleName(rule), group: rule.group, direction: rule.direction, findings };
  if (!isOn) return { ...about, stage: 'group_off', expressions: [] };
  if (rule.direction !== context.direction) return { ...about, stage: 'other_direction', expressions: [] };
  const expressions = rule.match.map((_, index) => explainExpression(rule, index, bytes, context));
  return { ...about, stage: findings.length > 0 ? 'fired' : stageOf(expressions), expressions };
}

function explainExpression(rule: Rule, index: number, bytes: Uint8Array, context: ScanContext): ExpressionExplanation {
  const { accept, ...match } = rule.match[index]!;
  // Without its check, so that what the check refuses is seen as well.
  const rules = new RuleSet([{ ...rule, match: [match] }], rule.direction);
  const literals = rules.matches.flatMap(({ pattern }) => pattern.anchor.literals);
  const silent: Record<string, number> = {};
  let [matches, refused, findings] = [0, 0, 0];
  new Matcher(rules).find({ bytes, atStart: true, atEnd: true }, (compiled, candidate) => {
    matches++;
    if (accept?.(candidate) === false) {
      refused++;
      return;
    }
    const reason = silencedBy(compiled, candidate, context);
    if (reason === undefined) findings++;
    else silent[reason] = (silent[reason] ?? 0) + 1;
  });
  const check = accept?.name;
  return {
    expression: index + 1,
    anchors: { lookedFor: literals.length, found: foundAnchors(literals, bytes) },
    matches,
    refused: { count: refused, ...(check === undefined || check === 'accept' || check === '' ? {} : { check }) },
    silent,
    findings,
  };
}

/** Why what a rule accepts is no finding, if it is none. */
function silencedBy(compiled: CompiledMatch, candidate: Candidate, context: ScanContext): string | undefined {
  if (isInsideBase64(compiled, candidate, [])) return 'base64';
  const judgement = judge(compiled.rule, candidate, context, () => 'known');
  return judgement.kind === 'silent' ? judgement.reason : undefined;
}

/** The furthest that any expression came. */
function stageOf(expressions: readonly ExpressionExplanation[]): Stage {
  // Found by this rule and reported all the same by another, which saw the same value first.
  if (expressions.some(({ findings }) => findings > 0)) return 'elsewhere';
  if (expressions.some(({ silent }) => Object.keys(silent).length > 0)) return 'judged_silent';
  if (expressions.some(({ refused }) => refused.count > 0)) return 'check_refused';
  return expressions.some(({ anchors }) => anchors.found.length > 0) ? 'no_match' : 'no_anchor';
}
