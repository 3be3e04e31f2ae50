import { catalogue } from '../detect/rules/catalogue.generated.js';

/** Of patterns that have exactly one rule: those of several differ in what they say. */
const abouts = new Map(
  catalogue
    .filter((rule) => catalogue.every((other) => other === rule || other.pattern !== rule.pattern))
    .map(({ pattern, about }) => [pattern, about]),
);

/** What a pattern looks for, in the words of its rule; undefined for one of several rules, and for a watched secret. */
export function aboutPattern(pattern: string): string | undefined {
  return abouts.get(pattern);
}
