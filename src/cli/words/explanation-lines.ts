import type { ExpressionExplanation, RuleExplanation } from '../../detect/explain/explain-rule.js';
import type { Texts } from '../../text/texts.js';
import type { Direction, ScanFinding } from '../scan/scanner.js';
import type { Terminal } from '../terminal.js';
import { SHADES } from './finding-line.js';
import { printable } from '../../text/printable.js';

/** Anchors of one expression that are named; more tell nothing new. */
const MAX_NAMED = 4;

/**
 * Why rules fired or not, for people: first those that fired, then those that came close, then in one line the names of
 * those whose fixed parts are not in the text at all.
 */
export function explanationLines(
  direction: Direction,
  explanations: readonly RuleExplanation[],
  others: readonly ScanFinding[],
  { texts, paint }: Terminal,
): string[] {
  const inStage = (...stages: RuleExplanation['stage'][]): RuleExplanation[] =>
    explanations.filter(({ stage }) => stages.includes(stage));
  const names = (some: readonly RuleExplanation[]): string => some.map(({ rule }) => rule).join(', ');
  const summed = (['no_anchor', 'other_direction', 'group_off'] as const).flatMap((stage) => {
    const some = inStage(stage);
    const args = { count: some.length, names: names(some) };
    return some.length === 0 ? [] : [paint('faint', texts(`cli.explain.${stage}`, args))];
  });
  return [
    paint('bold', texts(direction === 'outbound' ? 'cli.explain.outbound' : 'cli.explain.inbound', {})),
    ...others.map(({ pattern, severity, snippet }) =>
      texts('cli.explain.fired', {
        rule: pattern,
        severity: paint(SHADES[severity], severity),
        snippet: printable(snippet),
      }),
    ),
    ...inStage('fired').flatMap(({ rule, findings }) =>
      findings.map(({ severity, snippet, decoding }) => {
        const args = { rule, severity: paint(SHADES[severity], severity), snippet: printable(snippet) };
        if (decoding.length === 0) return texts('cli.explain.fired', args);
        return texts('cli.explain.fired_decoded', { ...args, decoding: decoding.join(' > ') });
      }),
    ),
    ...inStage('elsewhere', 'judged_silent', 'check_refused', 'no_match').flatMap((explanation) => [
      texts('cli.explain.silent', { rule: explanation.rule }),
      ...explanation.expressions
        .filter(({ anchors }) => anchors.found.length > 0)
        .map((expression) => `    ${expressionLine(expression, texts)}`),
    ]),
    ...summed,
  ];
}

function expressionLine(
  { expression, anchors, matches, refused, silent, findings }: ExpressionExplanation,
  texts: Texts,
): string {
  const shown = anchors.found.slice(0, MAX_NAMED).map((anchor) => JSON.stringify(printable(anchor)));
  const found = [...shown, ...(anchors.found.length > MAX_NAMED ? ['...'] : [])].join(', ');
  const steps = [texts('cli.explain.anchor', { expression, found })];
  if (matches === 0) steps.push(texts('cli.explain.no_match', {}));
  else steps.push(texts('cli.explain.matches', { count: matches }));
  if (refused.count > 0) {
    const check = refused.check === undefined ? '' : ` (${refused.check})`;
    steps.push(texts('cli.explain.refused', { count: refused.count, check }));
  }
  for (const [reason, count] of Object.entries(silent)) steps.push(reasonOf(reason, count, texts));
  if (findings > 0) steps.push(texts('cli.explain.elsewhere', { count: findings }));
  return steps.join('; ');
}

function reasonOf(reason: string, count: number, texts: Texts): string {
  if (reason === 'home') return texts('cli.explain.home', { count });
  if (reason === 'example') return texts('cli.explain.example', { count });
  return texts('cli.explain.judged', { count, reason });
}
