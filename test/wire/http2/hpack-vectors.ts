import type { HeaderField } from '../../../src/wire/http1/head.js';

/** The examples of RFC 7541 appendix C: blocks of one connection, what they say, and the table after each. */
export interface HpackExample {
  readonly name: string;
  readonly hex: string;
  readonly fields: readonly HeaderField[];
  /** The newest entry first. */
  readonly table: readonly HeaderField[];
  readonly tableSize: number;
}

const authority: HeaderField = [':authority', 'www.example.com'];
const noCache: HeaderField = ['cache-control', 'no-cache'];
const custom: HeaderField = ['custom-key', 'custom-value'];

/** C.2: one block a connection. */
export const SINGLE_FIELDS: readonly HpackExample[] = [
  {
    name: 'C.2.1 literal with indexing',
    hex: '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572',
    fields: [['custom-key', 'custom-header']],
    table: [['custom-key', 'custom-header']],
    tableSize: 55,
  },
  {
    name: 'C.2.2 literal without indexing',
    hex: '040c 2f73 616d 706c 652f 7061 7468',
    fields: [[':path', '/sample/path']],
    table: [],
    tableSize: 0,
  },
  {
    name: 'C.2.3 literal never indexed',
    hex: '1008 7061 7373 776f 7264 0673 6563 7265 74',
    fields: [['password', 'secret']],
    table: [],
    tableSize: 0,
  },
  { name: 'C.2.4 indexed', hex: '82', fields: [[':method', 'GET']], table: [], tableSize: 0 },
];

const requests = (name: string, ...hex: [string, string, string]): HpackExample[] => [
  {
    name: `${name}.1`,
    hex: hex[0],
    fields: [[':method', 'GET'], [':scheme', 'http'], [':path', '/'], authority],
    table: [authority],
    tableSize: 57,
  },
  {
    name: `${name}.2`,
    hex: hex[1],
    fields: [[':method', 'GET'], [':scheme', 'http'], [':path', '/'], authority, noCache],
    table: [noCache, authority],
    tableSize: 110,
  },
  {
    name: `${name}.3`,
    hex: hex[2],
    fields: [[':method', 'GET'], [':scheme', 'https'], [':path', '/index.html'], authority, custom],
    table: [custom, noCache, authority],
    tableSize: 164,
  },
];

const status302: HeaderField = [':status', '302'];
const status307: HeaderField = [':status', '307'];
const isPrivate: HeaderField = ['cache-control', 'private'];
const date21: HeaderField = ['date', 'Mon, 21 Oct 2013 20:13:21 GMT'];
const date22: HeaderField = ['date', 'Mon, 21 Oct 2013 20:13:22 GMT'];
const location: HeaderField = ['location', 'https://www.example.com'];
const gzip: HeaderField = ['content-encoding', 'gzip'];
const cookie: HeaderField = ['set-cookie', 'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1'];

const responses = (name: string, ...hex: [string, string, string]): HpackExample[] => [
  {
    name: `${name}.1`,
    hex: hex[0],
    fields: [status302, isPrivate, date21, location],
    table: [location, date21, isPrivate, status302],
    tableSize: 222,
  },
  {
    name: `${name}.2`,
    hex: hex[1],
    fields: [status307, isPrivate, date21, location],
    table: [status307, location, date21, isPrivate],
    tableSize: 222,
  },
  {
    name: `${name}.3`,
    hex: hex[2],
    fields: [[':status', '200'], isPrivate, date22, location, gzip, cookie],
    table: [cookie, gzip, date22],
    tableSize: 215,
  },
];

/** C.3 and C.4: requests on one connection, plain and with Huffman coding. */
export const REQUESTS: Readonly<Record<string, readonly HpackExample[]>> = {
  'C.3': requests(
    'C.3',
    '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
    '8286 84be 5808 6e6f 2d63 6163 6865',
    '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
  ),
  'C.4': requests(
    'C.4',
    '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
    '8286 84be 5886 a8eb 1064 9cbf',
    '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
  ),
};

/** C.5 and C.6: responses on one connection whose table is limited to 256 bytes; plain and with Huffman coding. */
export const RESPONSES: Readonly<Record<string, readonly HpackExample[]>> = {
  'C.5': responses(
    'C.5',
    `4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d
     546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d`,
    '4803 3330 37c1 c0bf',
    `88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f
     6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b
     2076 6572 7369 6f6e 3d31`,
  ),
  'C.6': responses(
    'C.6',
    `4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7
     8f0b 97c8 e9ae 82ae 43d3`,
    '4883 640e ffc1 c0bf',
    `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335
     dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07`,
  ),
};

/** A table size update to 256 (RFC 7541 §6.3), which the examples of C.5 and C.6 assume was agreed on. */
export const LIMIT_256 = '3fe101';

export function bytesOfHex(hex: string): Buffer {
  return Buffer.from(hex.replace(/\s/g, ''), 'hex');
}
