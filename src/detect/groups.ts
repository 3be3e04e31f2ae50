import type { Rule } from './rule.js';

/** What the configuration says about groups: true on, false off, by name. What is not named keeps its default. */
export type GroupSwitches = Readonly<Record<string, boolean>>;

/** A group of rules, as it is known without loading them. */
export interface RuleGroup extends Pick<Rule, 'group' | 'optIn'> {
  /** 16 hexadecimal digits that change with what any of its rules looks for. */
  readonly digest: string;
}

/** The rules, or groups of them, that are to be looked for: groups that are switched off are left out, opt-in rules wait for a switch. */
export function enabledRules<Each extends Pick<Rule, 'group' | 'optIn'>>(
  rules: readonly Each[],
  switches: GroupSwitches,
): readonly Each[] {
  return rules.filter((rule) => switchOf(rule.group, switches) ?? rule.optIn !== true);
}

/** Names of the groups of which no rule is looked for, sorted: what status calls off. */
export function groupsOff(rules: readonly Pick<Rule, 'group' | 'optIn'>[], switches: GroupSwitches): readonly string[] {
  const on = new Set(enabledRules(rules, switches).map(({ group }) => group));
  return [...new Set(rules.map(({ group }) => group))].filter((group) => !on.has(group)).sort();
}

function switchOf(group: string, switches: GroupSwitches): boolean | undefined {
  return Object.hasOwn(switches, group) ? switches[group] : undefined;
}
