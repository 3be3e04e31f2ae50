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

  test.each([
    [
      'an address with a port, a name and an e-mail address',
      { url: 'http://localhost:3000', by: 'x', to: 'a@b.example' },
    ],
    [
      'the address of a host and of a person',
      { home: 'https://shop.example', author: 'Jo Doe', mail: 'jo:x@shop.example' },
    ],
    ['a directory with a port beside an annotation', ['ldap://mycompany:389', 'assertSize2', '@Test']],
    [
      'a name with its sign and a number of something',
      ['To change your password:', 'c263a1af-37dc-4423-8dba-9790284ef5e0'],
    ],
    ['constants and their types', 'SEARCH_KEY: int\nPR_X400_CONTENT_TYPE: int\n'],
    ['settings in a list', ['EMRFS_CSE_KEY=', 'fs.s3.cse.enabled', 'EMRFS_CSE_KMS_KEY_ID_KEY=']],
    ['the parts of a value that was encrypted', 'password: ENC[AES256_GCM,data:8Xy2aQ==,iv:abc=,tag:def=,type:str]'],
    ['a form feed and the name of a function', '$token = 1 < \\func_num_args() ? \\func_get_arg(1) : null;'],
    [
      'marks of comments',
      '# User.authenticate_by(email: "a", password: "abc123") # => nil\n# User.find_by(id: 1) # => nil',
    ],
    ['an expression for an ARN', ['secret:[a-zA-Z0-9/_+=.@-]+$', 'a1b2c3d4e5']],
    [
      'imports of a provider',
      "import { GoogleVertexXaiProvider } from '../google-vertex-xai-provider';\nexport type { GoogleVertexXaiProvider };\n\nexport interface GoogleVertexXaiProviderSettings extends GoogleVertexXaiProviderSettingsOriginal {",
    ],
    [
      'a name of a setting that stands in an address',
      "return f'redis://:{REDIS_PASSWORD}@{REDIS_HOST}:{REDIS_PORT}/{REDIS_DB}'",
    ],
    [
      'members that stand in an address',
      'url = f"postgres://{cfg.user}:{cfg.pass_word}@{cfg.host}:{cfg.port}/{cfg.db}"',
    ],
    ['a key for tests and a method', "expect(makeConfig({ apiKey: 'sk-123' }).apiKey).toBeNull()"],
    ['headings of a page', '<li><a href="#t7" accesskey="7">7. Thread Safety</a></li><li>'],
  ])('where %s stand side by side', (_what, fields) => {
    expect(found('outbound', typeof fields === 'string' ? fields : JSON.stringify(fields))).toEqual([]);
  });

  test('and a secret in plain sight is not found once more with what stands behind it', () => {
    const text =
      '- AUTH_SECRET="MohY0/2zSQw/psWEnejC2ka3Al0oifvY4YjOkUaFfnI="\n- AUTH_URL=http://localhost:3000/auth\n';
    expect(found('outbound', text)).toEqual(['generic_secret']);
  });

  test.each(['sk_Qm4tXy8Lr2Vn6Bk0Zc5Hw9Jd3Fs7Gp1T', 'orbit_live_Qm4tXy8Lr2Vn6Bk0Zc5Hw9Jd3Fs7Gp1T'])(
    'and %s, sent to its service, is not found with the address of the next request behind it',
    (token) => {
      const own = { ...strangerContext('outbound'), agent: 'robot' };
      const head = detect(detector, { ...own, location: 'header:authorization' }, `Bearer ${token}`);
      const next = detect(
        detector,
        { ...own, location: 'url' },
        '/items/c263a1af37dc44238dba9790284ef5e0?at=k3Jq81mZp',
      );
      expect([...head, ...next]).toEqual([]);
    },
  );

  test('and an address with a password that was cut still is one', () => {
    const text = JSON.stringify({ note: 'postgres://shop:v8Kq0', more: 'zPm2xL@db.stranger.invalid/shop' });
    expect(found('outbound', text)).toEqual(['database_url']);
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
