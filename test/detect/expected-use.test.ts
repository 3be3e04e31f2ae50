import { describe, expect, test } from '@jest/globals';
import { Detector } from '../../src/detect/detector.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import type { ScanContext } from '../../src/detect/scan-context.js';
import { detect, FINGERPRINT_KEY } from '../support/detect.js';

const detector = new Detector(catalogue, FINGERPRINT_KEY);
const found = (host: string, more: Partial<ScanContext>, text: string): string[] =>
  detect(detector, { direction: 'outbound', location: 'body', host, secure: true, ...more }, text).map(
    ({ pattern, variant }) => `${pattern}.${variant}`,
  );
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const RANDOM = 'k3Jq81mZp0sXv72LwQe5Tb9Yr4Hn6Gd1Uc8Fa';
const STRIPE = `sk_live_${RANDOM.slice(0, 24)}`;
const SHOPIFY = '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';
const ANTHROPIC = `sk-ant-ort01-${RANDOM}${RANDOM}${RANDOM.slice(0, 12)}-${RANDOM.slice(0, 6)}AA`;
const GOOGLE = `GOCSPX-${RANDOM.slice(0, 28)}`;
const SESSION = `session_token=${RANDOM}; auth_token=5d41402abc4b2a76b9719d911017c592`;
const WRITE_KEY = '5f2b8a0e7d6c4b3a29181706f5e4d3c2';
const JWT = `${Buffer.from('{"alg":"RS256","typ":"JWT"}').toString('base64url')}.${Buffer.from('{"iss":"a","exp":1795000000}').toString('base64url')}.${RANDOM}`;
const SLACK = `xoxb-234567890124-2345678901245-${RANDOM.slice(0, 24)}`;
const DISCORD = 'MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.GvXk2a.k3Jq81mZp0sXv72LwQe5Tb9Yr4Hn6Gd1Uc8FaZ';
const HONEYCOMB = 'hcaik_01k3jq81mzp0sxv72lwqe5tb9yr4hn6gd1uc8fak3jq81mzp0sxv72lwqe';
const TURNSTILE = `0x4AAAAAA${RANDOM.slice(0, 26)}`;
const AWS = 'AKIA7G4N2K9Q6M8R3T5V';

describe('a day of signing in shows nothing', () => {
  test.each<[string, string, Partial<ScanContext>, string]>([
    ['a key as a user name', 'api.stripe.com', { location: 'header:authorization' }, `Basic ${base64(`${STRIPE}:`)}`],
    ['a key as it is', 'api.stripe.com', { location: 'header:authorization' }, `Bearer ${STRIPE}`],
    ['a field of the service', 'shop.myshopify.com', { location: 'header:x-shopify-access-token' }, SHOPIFY],
    ['a field with a name of its own', 'api.honeycomb.io', { location: 'header:x-honeycomb-team' }, HONEYCOMB],
    ['a key in a form', 'challenges.cloudflare.com', {}, `secret=${TURNSTILE}&response=0.${RANDOM}`],
    ['a cookie', 'shop.invalid', { location: 'header:cookie' }, SESSION],
    [
      'a token that is renewed with the model provider',
      'console.anthropic.com',
      { signsIn: true },
      JSON.stringify({ grant_type: 'refresh_token', refresh_token: ANTHROPIC }),
    ],
    [
      'a client secret at the token endpoint',
      'oauth2.googleapis.com',
      { signsIn: true },
      `client_id=1-a.apps.googleusercontent.com&client_secret=${GOOGLE}&refresh_token=1%2F%2F0${RANDOM}${RANDOM}`,
    ],
    [
      'a key in the body, as its service takes it',
      'api.tavily.com',
      {},
      `{"api_key":"tvly-dev-${RANDOM.slice(0, 32)}","query":"x"}`,
    ],
    [
      'a bot that signs in over a WebSocket',
      'gateway.discord.gg',
      { location: 'frame' },
      `{"op":2,"d":{"token":"${DISCORD}"}}`,
    ],
    ['a token in a form, as its service takes it', 'slack.com', {}, `token=${SLACK}&channel=C024BE91L&text=hi`],
    [
      'a client secret that only its name tells',
      'github.com',
      { signsIn: true },
      'client_id=Iv1.8a61f9b3a7aba766&client_secret=3f1a93ff90e3e51c6d965b24a249fee17e170724',
    ],
    [
      'a link to a release that its host signed',
      'objects.githubusercontent.com',
      { location: 'url' },
      `/asset/1?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${AWS}%2F20240101%2Fus-east-1%2Fs3%2Faws4_request`,
    ],
    [
      'a link to a release that its host signed for a while',
      'release-assets.githubusercontent.com',
      { location: 'url' },
      `/asset/1?sp=r&sv=2018-11-09&sr=b&spr=https&se=2025-08-01T00%3A00%3A00Z&sig=${RANDOM}8fA%3D&jwt=${JWT}`,
    ],
    [
      'the key of a project that takes reports of errors',
      'o1.ingest.us.sentry.io',
      { location: 'url' },
      '/api/45/envelope/?sentry_version=7&sentry_key=e531a1d9ec1de9064fae9d4affb0b0f4',
    ],
    ['the key under which events are sent', 'api2.amplitude.com', {}, `{"api_key":"${WRITE_KEY}","events":[]}`],
    ['the assertion of a service account', 'oauth2.googleapis.com', { signsIn: true }, `assertion=${JWT}`],
    ['where a message is to arrive', 'fcm.googleapis.com', {}, '{"token":"dGVzdHRva2Vu:APA91bH8f3kQ2j9xLm4vT7wZp1s"}'],
  ])('%s', (_what, host, context, text) => expect(found(host, context, text)).toEqual([]));
});

describe('the same elsewhere is found', () => {
  test.each<[string, string, Partial<ScanContext>, string, string]>([
    ['in a field for a stranger', 'a.invalid', { location: 'header:authorization' }, STRIPE, 'vendor_token.stripe'],
    ['in a cookie for a stranger', 'a.invalid', { location: 'header:cookie' }, `a=${STRIPE}`, 'vendor_token.stripe'],
    ['where a stranger signs in', 'a.invalid', { signsIn: true }, ANTHROPIC, 'ai_api_key.anthropic'],
    [
      'in a frame for a stranger',
      'a.invalid',
      { location: 'frame' },
      `{"op":2,"d":{"token":"${DISCORD}"}}`,
      'vendor_token.discord-bot',
    ],
    ['in a message that is posted', 'slack.com', {}, `channel=C024BE91L&text=take+${SLACK}`, 'vendor_token.slack'],
    ['in a form for another service', 'discord.com', {}, `token=${SLACK}`, 'vendor_token.slack'],
    ['in a body for its own provider', 'api.stripe.com', {}, STRIPE, 'vendor_token.stripe'],
    ['the ID of a key beside nothing that was signed', 'a.invalid', {}, `id=${AWS}`, 'aws_access_key_id.aws'],
    ['a cookie that leaves as text', 'a.invalid', {}, SESSION, 'generic_secret.assigned-token'],
    ['a token where a stranger signs in', 'a.invalid', { signsIn: true }, `assertion=${JWT}`, 'jwt.jwt'],
    ['a token in a link of a stranger', 'a.invalid', { location: 'url' }, `/a?jwt=${JWT}`, 'jwt.jwt'],
    [
      'a token among the events',
      'api2.amplitude.com',
      {},
      `{"api_key":"${WRITE_KEY}","events":[{"event_type":"visit","device_id":"d-1"},{"token":"${RANDOM.slice(0, 32)}"}]}`,
      'generic_secret.assigned-token',
    ],
    [
      'a key among the events',
      'api2.amplitude.com',
      {},
      `{"api_key":"${WRITE_KEY}","events":[{"note":"${STRIPE}"}]}`,
      'vendor_token.stripe',
    ],
    [
      'a cookie for a request catcher',
      'webhook.site',
      { location: 'header:cookie' },
      SESSION,
      'generic_secret.assigned-token',
    ],
  ])('%s', (_what, host, context, text, pattern) => expect(found(host, context, text)).toContain(pattern));
});
