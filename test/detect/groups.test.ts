import { describe, expect, test } from '@jest/globals';
import { enabledRules, groupsOff } from '../../src/detect/groups.js';
import type { Rule } from '../../src/detect/rule.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { ruleGroups } from '../../src/detect/rules/groups.generated.js';

const [some] = catalogue;
const rule = (variant: string, group: string, optIn?: true): Rule => ({
  ...some!,
  variant,
  group,
  ...(optIn === undefined ? {} : { optIn }),
});
const rules = [rule('a', 'keys'), rule('b', 'commands'), rule('c', 'payment', true)];
const names = (switches: Record<string, boolean>): string[] =>
  enabledRules(rules, switches).map(({ variant }) => variant);

describe('groups', () => {
  test('are on, but those that one has to ask for', () => {
    expect(names({})).toEqual(['a', 'b']);
    expect(groupsOff(rules, {})).toEqual(['payment']);
  });

  test('can be switched off and on', () => {
    expect(names({ keys: false, payment: true })).toEqual(['b', 'c']);
    expect(groupsOff(rules, { keys: false, payment: true })).toEqual(['keys']);
  });

  test('of names that objects have anyway are not switched by that', () => {
    expect(enabledRules([rule('a', 'constructor')], {})).toHaveLength(1);
  });

  test('that the configuration knows are those of the rules', () => {
    expect(ruleGroups.map(({ group }) => group)).toEqual([...new Set(catalogue.map(({ group }) => group))].sort());
    expect(groupsOff(ruleGroups, {})).toEqual(groupsOff(catalogue, {}));
  });
});
