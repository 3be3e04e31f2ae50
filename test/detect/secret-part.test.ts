import { describe, expect, test } from '@jest/globals';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { secretPart } from '../../src/detect/secret-part.js';

describe('the secret in a match', () => {
  test('is found without what stood in front of the match', () => {
    expect(secretPart(/(?<=[A-Z])_KEY=(?<secret>\w+)/)?.exec('_KEY=abc')?.groups?.['secret']).toBe('abc');
    expect(secretPart(/(?<![\]a])key=(?<secret>\w+)/)?.exec('key=abc')?.groups?.['secret']).toBe('abc');
  });

  test('is found behind letters of several bytes', () => {
    const match = Buffer.from('пароль: abc', 'utf8').toString('latin1');
    expect(secretPart(/пароль: (?<secret>\w+)/)?.exec(match)?.groups?.['secret']).toBe('abc');
  });

  test('is not looked for where the expression marks none', () => {
    expect(secretPart(/AKIA[A-Z0-9]{16}/)).toBeUndefined();
  });

  test.each(
    catalogue.flatMap((rule) =>
      rule.match
        .map(({ re }) => secretPart(re))
        .filter((own) => own !== undefined)
        .map((own): [string, RegExp] => [`${rule.pattern}.${rule.variant}: ${own.source}`, own]),
    ),
  )('no expression looks for it at what stands in front: %s', (_, own) => {
    expect(own.source).not.toMatch(/^\(\?<[=!]|[^\0-\xff]/);
  });
});
