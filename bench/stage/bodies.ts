import { createCipheriv, createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Seeded } from './seeded.js';

/** Files that are served and expected back. */
export interface Bodies {
  readonly folder: string;
  /** JSON of an API's size, with `ANSWER_ID` in it. */
  readonly small: string;
  /** 100 MB that do not compress. */
  readonly random: string;
  /** 100 MB of words and lines. */
  readonly text: string;
  /** 1 MB of the text: below the Guardian's default scan limit, so that all of it is scanned. */
  readonly page: string;
  /** 1 MB that clients send, and what the origin answers when all of it arrived. */
  readonly upload: string;
  readonly uploadAnswer: string;
}

/**
 * Stands in the small body where an origin puts another one in each answer of `/fresh.json`. An answer that comes a second
 * time is known to the Guardian, and most measurements are not about that.
 */
export const ANSWER_ID = 'f'.repeat(32);
export const LARGE_BYTES = 100_000_000;
export const PAGE_BYTES = 1_000_000;

/** Writes the bodies; the same bytes in every run. */
export function writeBodies(folder: string): Bodies {
  const bodies: Bodies = {
    folder,
    small: join(folder, 'small.json'),
    random: join(folder, 'random.bin'),
    text: join(folder, 'text.txt'),
    page: join(folder, 'page.txt'),
    upload: join(folder, 'upload.bin'),
    uploadAnswer: join(folder, 'upload-answer.json'),
  };
  const text = repeat(textOf(4_000_000), LARGE_BYTES);
  const random = randomOf(LARGE_BYTES);
  writeFileSync(bodies.small, smallJson());
  writeFileSync(bodies.random, random);
  writeFileSync(bodies.text, text);
  writeFileSync(bodies.page, text.subarray(0, PAGE_BYTES));
  writeFileSync(bodies.upload, Buffer.concat([text.subarray(0, PAGE_BYTES / 2), random.subarray(0, PAGE_BYTES / 2)]));
  writeFileSync(bodies.uploadAnswer, JSON.stringify({ received: PAGE_BYTES, right: true }));
  return bodies;
}

/** Bytes of AES in counter mode under a fixed key: random to every compressor and scanner. */
function randomOf(bytes: number): Buffer {
  const key = createHash('sha256').update('bench').digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
}

export const WORDS = (
  'the of and to in is that for it as was with be by on not he his but at are this have from or had an they which ' +
  'one you were all her she there would their we him been has when who will no more if out so up said what its ' +
  'about than into them can only other time new some could these two may first then do any like my now over such ' +
  'const return function await import export class public static value index buffer stream request response error ' +
  'key token config path user agent server client message event session id status'
).split(' ');
const MARKS = [' ', ' ', ' ', ' ', ' ', ', ', '. ', '; ', ': ', ' = ', '(', ') ', '\n', '": "', '/', '-', '_'];

/** Prose and code by turns, from a small generator with a fixed seed. */
function textOf(bytes: number): Buffer {
  const random = new Seeded(0x2545f491);
  const parts: string[] = [];
  for (let length = 0; length < bytes;) {
    const part = random.next(40) === 0 ? random.next(1e9).toString(36) : random.pick(WORDS);
    const piece = part + random.pick(MARKS);
    parts.push(piece);
    length += piece.length;
  }
  return Buffer.from(parts.join('').slice(0, bytes), 'latin1');
}

function repeat(block: Buffer, bytes: number): Buffer {
  return Buffer.alloc(bytes, block);
}

/** What an API answers: a page of records, 1.5 KB. */
function smallJson(): string {
  const items = Array.from({ length: 8 }, (_, i) => ({
    id: `rec_${(i * 7919 + 100_003).toString(36)}`,
    name: `${WORDS[i * 3]} ${WORDS[i * 5 + 1]} ${WORDS[i * 2 + 7]}`,
    created_at: new Date(Date.UTC(2026, 9, 1 + i, 8, 30)).toISOString(),
    amount: i * 1234.5,
    tags: [WORDS[60 + i], WORDS[80 + i]],
    url: `https://api.example.com/v1/records/${i}?expand=owner`,
  }));
  return JSON.stringify({
    request_id: ANSWER_ID,
    object: 'list',
    has_more: true,
    next_cursor: 'bmV4dC1wYWdlLTI',
    data: items,
  });
}
