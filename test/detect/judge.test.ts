import { describe, expect, test } from '@jest/globals';
import { Destinations, type Destination } from '../../src/detect/destination.js';
import { judge } from '../../src/detect/judge.js';
import type { Rule } from '../../src/detect/rule.js';
import type { ScanContext } from '../../src/detect/scan-context.js';

const rule: Rule = {
  pattern: 'some_token',
  variant: 'some',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'vendor-keys',
  about: 'A token.',
  anatomy: 'a token',
  source: 'https://docs.invalid',
  home: ['api.some.invalid'],
  match: [],
  examples: { fires: [], silent: [] },
};
const candidate = {
  text: 'tok_k3Jq81mZp0sX',
  secret: 'tok_k3Jq81mZp0sX',
  before: '',
  after: '',
  further: '',
  fromStart: true,
};
const context: ScanContext = { direction: 'outbound', location: 'body', host: 'a.invalid', secure: true };

const severity = (changes: Partial<ScanContext>, destination: Destination, changed: Partial<Rule> = {}): string => {
  const judgement = judge({ ...rule, ...changed }, candidate, { ...context, ...changes }, () => destination);
  return judgement.kind === 'finding' ? judgement.severity : judgement.reason;
};

describe('severity follows where a secret goes', () => {
  test('a stranger', () => expect(severity({}, 'known')).toBe('high'));
  test('plain HTTP: anybody on the way can read it', () =>
    expect(severity({ secure: false }, 'known')).toBe('critical'));
  test('a place where anybody can make data arrive', () => expect(severity({}, 'sink')).toBe('critical'));
  test('a host that was never seen', () => expect(severity({}, 'new')).toBe('critical'));
  test('a service that agents work with', () => {
    expect(severity({}, 'provider', { severity: 'critical' })).toBe('high');
    expect(severity({}, 'provider', { severity: 'medium' })).toBe('medium');
    expect(severity({}, 'provider', { severity: 'medium', group: 'places' })).toBe('low');
  });
  test('its own host, in an authentication field, is no finding', () => {
    expect(severity({ host: 'api.some.invalid', location: 'header:authorization' }, 'known')).toBe('home');
    expect(severity({ host: 'api.some.invalid', location: 'body' }, 'known')).toBe('high');
  });
  test('where the rule knows that nobody can use it is no finding, whatever it is sent to', () => {
    const expected = ({ before }: { before: string }): boolean => before === '';
    expect(severity({ secure: false }, 'sink', { expected })).toBe('home');
    expect(severity({}, 'known', { expected: () => false })).toBe('high');
  });
  test('the token with which jwt.io explains what one is, and no other', () => {
    const shown = (secret: string): string => {
      const judgement = judge(rule, { ...candidate, secret }, context, () => 'known');
      return judgement.kind === 'finding' ? judgement.severity : judgement.reason;
    };
    const claims = (name: string): string =>
      `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(`{"sub":"1234567890","name":"${name}","iat":1}`).toString('base64url')}.c2ln`;
    expect(shown(claims('John Doe'))).toBe('low');
    expect(shown(claims('Jane Roe'))).toBe('high');
  });
  test('its own host, where clients sign in, is no finding', () => {
    const signsIn = { host: 'api.some.invalid', signsIn: true } as const;
    expect(severity(signsIn, 'known')).toBe('home');
    expect(severity({ ...signsIn, secure: false }, 'known')).toBe('critical');
    expect(severity({ ...signsIn, host: 'other.invalid' }, 'known')).toBe('high');
  });
  describe('what is a secret by its name alone', () => {
    const named: Partial<Rule> = { group: 'generic-secrets', severity: 'medium' };
    test('is expected where clients prove who they are', () => {
      expect(severity({ location: 'header:authorization' }, 'new', named)).toBe('identity');
      expect(severity({ location: 'header:cookie' }, 'known', named)).toBe('identity');
      expect(severity({ host: 'oauth2.googleapis.com', signsIn: true }, 'known', named)).toBe('identity');
    });
    test('and not in plain HTTP, nor where anybody can make data arrive', () => {
      expect(severity({ location: 'header:cookie', secure: false }, 'known', named)).toBe('high');
      expect(severity({ location: 'header:cookie' }, 'sink', named)).toBe('critical');
    });
    test('is low in a link or a form of a host that is known, and no worse than ever at a first visit', () => {
      expect(severity({ location: 'url' }, 'known', named)).toBe('low');
      expect(severity({ location: 'url' }, 'new', named)).toBe('medium');
      expect(severity({ signsIn: true }, 'known', named)).toBe('low');
      expect(severity({}, 'known', named)).toBe('medium');
      expect(severity({}, 'new', named)).toBe('high');
    });
    test('while a token whose kind is known is no less in a link', () => {
      expect(severity({ location: 'url' }, 'known')).toBe('high');
      expect(severity({ location: 'header:cookie' }, 'new')).toBe('critical');
    });
  });
  test('what is not sure never becomes critical', () => {
    expect(severity({ secure: false }, 'sink', { confidence: 'low' })).toBe('high');
  });
});

test('what a model asks an agent to do is worse than what it says', () => {
  const inbound: Partial<Rule> = { threat: 'INJECTION', direction: 'inbound', severity: 'medium' };
  expect(severity({ direction: 'inbound', location: 'event' }, 'known', inbound)).toBe('medium');
  expect(severity({ direction: 'inbound', location: 'tool_call' }, 'known', inbound)).toBe('high');
});

describe('destinations', () => {
  test('are told by name', () => {
    const destinations = new Destinations();
    expect(destinations.kindOf('webhook.site')).toBe('sink');
    expect(destinations.kindOf('Api.GitHub.com')).toBe('provider');
    expect(destinations.kindOf('a.invalid')).toBe('known');
  });

  test('are new for a while, once there is something to compare with', () => {
    let now = 0;
    const destinations = new Destinations(() => now);
    expect(destinations.kindOf('first.invalid')).toBe('known');
    now = 11 * 60_000;
    expect(destinations.kindOf('first.invalid')).toBe('known');
    expect(destinations.kindOf('second.invalid')).toBe('new');
    now += 5 * 60_000;
    expect(destinations.kindOf('second.invalid')).toBe('new');
    now += 6 * 60_000;
    expect(destinations.kindOf('second.invalid')).toBe('known');
  });

  test('are remembered in bounded number', () => {
    let now = 0;
    const destinations = new Destinations(() => now);
    destinations.kindOf('old.invalid');
    now = 60 * 60_000;
    for (let i = 0; i < 5_000; i++) destinations.kindOf(`h${i}.invalid`);
    expect(destinations.kindOf('old.invalid')).toBe('new');
  });
});
