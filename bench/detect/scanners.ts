import { Detector } from '../../src/detect/detector.js';
import { Matcher } from '../../src/detect/matcher.js';
import type { Rule } from '../../src/detect/rule.js';
import { RuleSet } from '../../src/detect/rule-set.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import type { ScanContext } from '../../src/detect/scan-context.js';
import { importPeer, installPeers, peerVersion } from '../contestants/peer-packages.js';

export type Direction = Rule['direction'];
export const DIRECTIONS: readonly Direction[] = ['outbound', 'inbound'];

/** A text in the forms that scanners take, made before the clock runs. */
export interface Sample {
  readonly bytes: Buffer;
  readonly text: string;
}

/** Something that looks for secrets or commands in a text. */
export interface Scanner {
  readonly name: string;
  /** @returns how many findings or matches there were. */
  scan(sample: Sample): number | Promise<number>;
}

export const MATCHING = 'matching pass';
export const EXPRESSIONS = 'RegExp loop';
export const EVERYTHING = 'everything on';

export const KEY = Buffer.alloc(32, 7);

/** Where the texts are said to come from or go to: nothing is home there. */
export function contextOf(direction: Direction): ScanContext {
  return { direction, location: 'body', host: 'stranger.invalid', secure: true };
}

/** The matching pass alone: the text as it is, every rule of the direction, opt-in groups as well. */
export function matchingPass(direction: Direction): Scanner {
  const matcher = new Matcher(new RuleSet(catalogue, direction));
  return {
    name: MATCHING,
    scan: ({ bytes }) => {
      let found = 0;
      matcher.find({ bytes, atStart: true, atEnd: true }, () => found++);
      return found;
    },
  };
}

/** What the same rules cost as a loop of JavaScript regular expressions, checks of a match included. */
export function expressionLoop(direction: Direction): Scanner {
  const matches = catalogue
    .filter((rule) => rule.direction === direction)
    .flatMap(({ match }) => match.map(({ re, accept }) => ({ re: new RegExp(re, `${re.flags}g`), accept })));
  return {
    name: EXPRESSIONS,
    scan: ({ text }) => {
      let found = 0;
      for (const { re, accept } of matches) {
        for (const match of text.matchAll(re)) {
          const secret = match.groups?.['secret'] ?? match[0];
          if (accept?.({ text: match[0], secret, before: '', after: '', further: '', fromStart: false }) !== false)
            found++;
        }
      }
      return found;
    },
  };
}

/** Everything that the Guardian does with a text: all passes, all rules of the direction, judgement and redaction. */
export function everything(direction: Direction): Scanner {
  const detector = new Detector(catalogue, KEY);
  const context = contextOf(direction);
  return {
    name: EVERYTHING,
    scan: ({ bytes }) => {
      let found = 0;
      detector.scan(context, bytes, () => found++);
      return found;
    },
  };
}

interface Secretlint {
  readonly lintSource: (request: object) => Promise<{ messages: unknown[] }>;
}

/** secretlint with its recommended preset, or why it does not take part. */
export async function secretlint(): Promise<Scanner | { readonly reason: string }> {
  const reason = installPeers();
  if (reason !== undefined) return { reason };
  const { lintSource } = (await importPeer('@secretlint/core')) as Secretlint;
  const preset = (await importPeer('@secretlint/secretlint-rule-preset-recommend')) as { creator: object };
  const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: preset.creator }] };
  return {
    name: `secretlint ${peerVersion('@secretlint/core')}`,
    scan: async ({ text }) => {
      const source = { content: text, filePath: '/body.txt', ext: '.txt', contentType: 'text' };
      const { messages } = await lintSource({ source, options: { config } });
      return messages.length;
    },
  };
}
