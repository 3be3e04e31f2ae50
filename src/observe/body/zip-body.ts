import { DescribedData } from '../../wire/zip/described-data.js';
import { DEFLATED, STORED, ZipRecords, type ZipEntry } from '../../wire/zip/records.js';
import type { Content, ContentSink } from '../content.js';
import type { Unscanned } from '../conversation.js';
import { WholeBody, type BodyConsumer } from './consumer.js';
import { UnreadBody } from './encoded-body.js';
import { Endings } from './endings.js';
import { inflateAtOnce, RawInflate, type Inflated } from './raw-inflate.js';
import type { ScanBudget } from './scan-budget.js';

/** What tells where the data of an entry ends. */
type Extent =
  | { readonly by: 'size'; left: number }
  | { readonly by: 'descriptor'; readonly search: DescribedData }
  | { readonly by: 'deflate' };

/** The file whose data comes now. */
interface Entry {
  readonly consumer: BodyConsumer;
  readonly extent: Extent;
  readonly deflated: boolean;
  readonly described: boolean;
  inflate?: RawInflate;
}

/** Files that are unpacked of one archive: each costs something even when nothing is in it. */
const MAX_FILES = 65_536;
const LINE_END = Buffer.from('\n');

/**
 * A ZIP archive, also one that is written to a pipe: each file in it is a text of its own, names and comments are one with a
 * line for each. What cannot be read (encrypted files, other compressions, whatever is no archive) counts as unread and is
 * looked at as it is.
 */
export class ZipBody implements BodyConsumer {
  readonly #budget: ScanBudget;
  readonly #late: Unscanned;
  readonly #fileBody: () => BodyConsumer;
  readonly #records = new ZipRecords();
  readonly #words: WholeBody;
  /** What is of no file that can be read. */
  readonly #rest: WholeBody;
  readonly #unread: UnreadBody;
  readonly #endings = new Endings();
  /** What has come and was not worked off yet. */
  readonly #queue: Buffer[] = [];
  #entry: Entry | undefined;
  #files = 0;
  /** A piece is with the inflater. */
  #waiting = false;
  /** The place in the archive is not known any more. */
  #lost = false;
  #stopped = false;
  #done: (() => void) | undefined;

  /**
   * @param budget How many bytes may come out of the archive.
   * @param fileBody What a file in it is given to.
   */
  constructor(sink: ContentSink, content: Content, budget: ScanBudget, late: Unscanned, fileBody: () => BodyConsumer) {
    this.#budget = budget;
    this.#late = late;
    this.#fileBody = fileBody;
    this.#words = new WholeBody(sink, content, budget);
    this.#rest = new WholeBody(sink, content, budget);
    this.#unread = new UnreadBody(this.#rest, late);
  }

  write(bytes: Uint8Array): number {
    if (this.#stopped) return bytes.length;
    // The bytes lie in shared memory and change; they may be read later.
    this.#queue.push(Buffer.from(bytes));
    this.#work();
    return 0;
  }

  flush(): void {
    this.#words.flush();
    this.#rest.flush();
    this.#entry?.consumer.flush();
  }

  end(done: () => void): void {
    this.#done = done;
    this.#work();
  }

  /** One thing after the other, because only the inflater knows where the next one begins. */
  #work(): void {
    while (!this.#waiting && !this.#stopped) {
      const chunk = this.#queue.shift();
      if (chunk === undefined) break;
      const rest = this.#step(chunk);
      if (rest.length > 0) this.#queue.unshift(rest);
      if (this.#budget.left <= 0) this.#stop();
    }
    if (this.#done !== undefined && !this.#waiting) this.#finish(this.#done);
  }

  /** @returns what it did not take. */
  #step(chunk: Buffer): Buffer {
    const entry = this.#entry;
    if (this.#lost) {
      this.#pass(this.#unread, chunk);
      return chunk.subarray(chunk.length);
    }
    if (entry === undefined) return this.#record(chunk);
    const { extent } = entry;
    if (entry.deflated || extent.by === 'deflate') return this.#inflate(entry, chunk);
    if (extent.by === 'size') {
      const data = chunk.subarray(0, extent.left);
      this.#pass(entry.consumer, data);
      return this.#advance(entry, chunk, data.length);
    }
    const { data, behind } = extent.search.feed(chunk);
    this.#pass(entry.consumer, data);
    if (behind === undefined) return chunk.subarray(chunk.length);
    this.#endEntry(entry);
    return behind;
  }

  #record(chunk: Buffer): Buffer {
    const { taken, record, lost } = this.#records.feed(chunk);
    if (lost !== undefined) {
      this.#lose();
      this.#pass(this.#unread, lost);
    }
    for (const word of record?.words ?? []) {
      if (word.length === 0) continue;
      this.#words.write(word);
      this.#words.write(LINE_END);
    }
    if (record?.kind === 'entry') this.#begin(record);
    return chunk.subarray(taken);
  }

  #begin(header: ZipEntry): void {
    const { method, encrypted, size, described } = header;
    const readable = !encrypted && (method === STORED || method === DEFLATED);
    if (!readable) this.#late.reason ??= encrypted ? 'encrypted archive' : `archive with method ${method}`;
    const deflated = readable && method === DEFLATED;
    this.#files++;
    if (this.#files > MAX_FILES) {
      this.#stop();
      return;
    }
    const entry: Entry = {
      consumer: readable ? this.#fileBody() : this.#unread,
      extent: extentOf(size, deflated && described),
      deflated,
      described,
    };
    this.#entry = entry;
    if (size === 0) this.#endEntry(entry);
  }

  #inflate(entry: Entry, chunk: Buffer): Buffer {
    const { extent } = entry;
    const data = extent.by === 'size' ? chunk.subarray(0, extent.left) : chunk;
    if (entry.inflate === undefined) {
      const whole = inflateAtOnce(data, extent.by === 'size' && extent.left === data.length);
      if (whole !== undefined) {
        entry.consumer.write(whole.output);
        return this.#inflated(entry, chunk, data, { used: whole.used, state: 'ended' });
      }
    }
    entry.inflate ??= new RawInflate((output) => {
      entry.consumer.write(output);
      if (this.#budget.left <= 0) this.#stop();
    });
    this.#waiting = true;
    this.#queue.unshift(chunk);
    entry.inflate.write(data, (inflated) => this.#goOn(entry, data, inflated));
    return chunk.subarray(chunk.length);
  }

  /** The inflater is through with the first piece of the queue. */
  #goOn(entry: Entry, data: Buffer, inflated: Inflated): void {
    this.#waiting = false;
    const chunk = this.#queue.shift();
    if (chunk !== undefined) {
      const rest = this.#inflated(entry, chunk, data, inflated);
      if (rest.length > 0) this.#queue.unshift(rest);
    }
    this.#work();
  }

  /** @returns what is left of a piece of which some was inflated. */
  #inflated(entry: Entry, chunk: Buffer, data: Buffer, { used, state }: Inflated): Buffer {
    const { extent } = entry;
    if (state === 'open') return this.#advance(entry, chunk, data.length);
    if (state === 'ended' && (extent.by !== 'size' || extent.left === used)) {
      this.#endEntry(entry);
    } else if (extent.by === 'size') {
      // Bytes that belong to the file and are not what they are said to be.
      this.#endings.end(entry.consumer);
      this.#entry = {
        consumer: this.#unread,
        extent: { by: 'size', left: extent.left - used },
        deflated: false,
        described: entry.described,
      };
    } else {
      this.#endEntry(entry);
      this.#lose();
    }
    return chunk.subarray(used);
  }

  /** @returns what stands in a piece behind so many bytes of the file. */
  #advance(entry: Entry, chunk: Buffer, bytes: number): Buffer {
    const { extent } = entry;
    if (extent.by === 'size') {
      extent.left -= bytes;
      if (extent.left === 0) this.#endEntry(entry);
    }
    return chunk.subarray(bytes);
  }

  #endEntry({ consumer, described, inflate }: Entry): void {
    this.#entry = undefined;
    inflate?.destroy();
    if (consumer !== this.#unread) this.#endings.end(consumer);
    if (described) this.#records.expectDescriptor();
  }

  #pass(consumer: BodyConsumer, bytes: Uint8Array): void {
    this.#late.truncated += consumer.write(bytes);
  }

  #lose(): void {
    this.#lost = true;
    this.#late.reason ??= 'broken archive';
  }

  /** What would still come out is never made. */
  #stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#waiting = false;
    this.#entry?.inflate?.destroy();
    this.#late.truncated += this.#queue.reduce((sum, { length }) => sum + length, 0) || 1;
    this.#queue.length = 0;
    if (this.#done !== undefined) this.#finish(this.#done);
  }

  #finish(done: () => void): void {
    this.#done = undefined;
    const entry = this.#entry;
    if (entry?.extent.by === 'descriptor') this.#pass(entry.consumer, entry.extent.search.finish());
    if (entry !== undefined) this.#endEntry(entry);
    else this.#pass(this.#unread, this.#records.finish());
    this.#words.end(() => undefined);
    this.#rest.end(() => undefined);
    this.#endings.wait(done);
  }
}

function extentOf(size: number | undefined, endsItself: boolean): Extent {
  if (endsItself) return { by: 'deflate' };
  return size === undefined ? { by: 'descriptor', search: new DescribedData() } : { by: 'size', left: size };
}
