import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { explainRule, ruleName, type RuleExplanation } from '../../detect/explain/explain-rule.js';
import { enabledRules } from '../../detect/groups.js';
import type { Rule } from '../../detect/rule.js';
import { catalogue } from '../../detect/rules/catalogue.generated.js';
import { loadConfig } from '../../sidecar/config.js';
import { GuardianError } from '../../text/guardian-error.js';
import { codeOf } from '../../text/unknown-error.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import { unknownRule } from '../known-pattern.js';
import { Scanner, type ScanFinding } from '../scan/scanner.js';
import { explanationLines } from '../words/explanation-lines.js';
import { targetFrom, type TargetOptions } from '../scan/target.js';

/** The options of `explain` as they were typed. */
export interface ExplainOptions extends TargetOptions {
  readonly rule?: string;
}

/** A longer text is no question about a rule. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Does what `explain` was asked for. */
export async function explain(file: string | undefined, options: ExplainOptions, context: Context): Promise<ExitCode> {
  const { terminal, configFile, state, env } = context;
  const { directions, ...target } = targetFrom(options);
  const rules = rulesNamed(options.rule);
  const on = new Set(enabledRules(catalogue, loadConfig(configFile, state.home, env).settings.groups));
  const scanner = Scanner.for(context);
  const bytes = await textIn(file);
  for (const direction of directions) {
    const found = scanner.scan(bytes, { ...target, directions: [direction] });
    const reported = found.map((finding) => ({ ...finding, decoding: finding.decoding ?? [] }));
    const explanations = rules.map((rule) =>
      explainRule(rule, on.has(rule), { bytes, context: { ...target, direction }, reported }),
    );
    const others = options.rule === undefined ? found.filter((finding) => !isOfRule(finding)) : [];
    for (const line of explanationLines(direction, explanations, others, terminal)) terminal.line(line);
    terminal.document({ direction, rules: explanations.map(withoutEmpty), others });
  }
  return ExitCode.ok;
}

/** Watched secrets and canaries are found by no rule. */
function isOfRule({ pattern, variant }: ScanFinding): boolean {
  return catalogue.some((rule) => rule.pattern === pattern && rule.variant === variant);
}

/** A rule without expressions to tell of says so by its stage alone. */
function withoutEmpty({ expressions, findings, ...explanation }: RuleExplanation): object {
  return {
    ...explanation,
    ...(expressions.length === 0 ? {} : { expressions }),
    ...(findings.length === 0 ? {} : { findings }),
  };
}

/** @throws GuardianError `cli.usage.rule` when there is no such rule. */
function rulesNamed(name: string | undefined): readonly Rule[] {
  if (name === undefined) return catalogue;
  const rules = catalogue.filter((rule) => rule.pattern === name || ruleName(rule) === name);
  if (rules.length > 0) return rules;
  const known = catalogue.flatMap((rule) => [rule.pattern, ruleName(rule)]);
  throw unknownRule(name, known);
}

async function textIn(file: string | undefined): Promise<Buffer> {
  if (file === undefined && process.stdin.isTTY) {
    throw new GuardianError({ code: 'cli.usage.explain_what', args: {} });
  }
  const path = file ?? '-';
  let bytes: Buffer;
  try {
    bytes = path === '-' ? await buffer(process.stdin) : await readFile(path);
  } catch (error) {
    throw new GuardianError({ code: 'scan.unreadable', args: { path, code: codeOf(error) ?? 'UNKNOWN' } });
  }
  if (bytes.length > MAX_BYTES)
    throw new GuardianError({ code: 'cli.usage.explain_length', args: { limit: MAX_BYTES } });
  return bytes;
}
