import { describe, expect, test } from '@jest/globals';
import { agentWork } from '../../bench/stage/agent-work.js';
import { anthropic, openai } from '../../bench/stage/model-messages.js';
import { Detector } from '../../src/detect/detector.js';
import { catalogue } from '../../src/detect/rules/catalogue.generated.js';
import { detect, FINGERPRINT_KEY, strangerContext } from '../support/detect.js';

const detector = new Detector(catalogue, FINGERPRINT_KEY);
const found = (direction: 'outbound' | 'inbound', text: string): string[] =>
  detect(detector, strangerContext(direction), text).map(({ pattern }) => pattern);

describe('code that talks about tokens is no token', () => {
  test('where values that stand side by side would make one', () => {
    const block = (content: string): object => ({ type: 'tool_use', content, id: 'toolu_01wrvh01AN9gIR3CfB1BuGk8' });
    const text = JSON.stringify([block('return send({ token: request.token });'), block('token: z.string()')]);
    expect(found('outbound', text)).toEqual([]);
  });

  test('and a token that was cut into two fields still is one', () => {
    const text = JSON.stringify({ note: 'api_key:k3Jq81mZp', more: '0sXv72LwQe5' });
    expect(found('outbound', text)).toEqual(['generic_secret']);
  });

  test('where an identifier read backwards begins like a key', () => {
    expect(found('outbound', JSON.stringify({ id: 'toolu_01wl1C64PxlA9oAOzgeao6PA' }))).toEqual([]);
  });
});

test('a script of a manifest is not found once more for being turned round twice', () => {
  const scripts = JSON.stringify({
    version: 'VERSION=$(node -p "require(\'./package.json\').version") && echo $VERSION',
  });
  expect(
    detect(detector, strangerContext('inbound'), scripts).filter(({ decoding }) => decoding.includes('reversed')),
  ).toEqual([]);
});

describe('an hour of work with a model', () => {
  test.each([1, 2, 3])('shows at most that a .env file was talked about (%i)', (seed) => {
    const work = agentWork(seed, 6);
    const messages = [anthropic, openai].map((shape) => shape.request(work, 6, true));
    expect(new Set(messages.flatMap((text) => found('outbound', text)))).toEqual(new Set(['dotenv_path']));
    const replies = work.turns.flatMap((turn) => [anthropic, openai].map((shape) => shape.reply(turn)));
    expect(replies.flatMap((text) => found('inbound', text))).toEqual([]);
  });
});
