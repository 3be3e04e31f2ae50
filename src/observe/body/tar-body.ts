import { TarMembers } from '../../wire/tar/members.js';
import type { BodyConsumer } from './consumer.js';
import { Endings } from './endings.js';

/**
 * A tar archive: scanned as it is, which shows names and contents, and each file in it is given to what unpacks it if it is
 * packed itself.
 */
export class TarBody implements BodyConsumer {
  readonly #whole: BodyConsumer;
  readonly #members: TarMembers;
  #member: BodyConsumer | undefined;
  readonly #endings = new Endings();

  /** @param memberBody What a file in it is given to besides; it scans only what it unpacks. */
  constructor(whole: BodyConsumer, memberBody: () => BodyConsumer) {
    this.#whole = whole;
    this.#members = new TarMembers({
      start: () => (this.#member = memberBody()),
      // What is beyond the limit was counted by the whole.
      data: (slice) => void this.#member?.write(slice),
      end: () => this.#endMember(),
    });
  }

  write(bytes: Uint8Array): number {
    const unscanned = this.#whole.write(bytes);
    this.#members.feed(bytes.subarray(0, bytes.length - unscanned));
    return unscanned;
  }

  flush(): void {
    this.#whole.flush();
    this.#member?.flush();
  }

  end(done: () => void): void {
    this.#members.finish();
    this.#endings.end(this.#whole);
    this.#endings.wait(done);
  }

  #endMember(): void {
    const member = this.#member;
    this.#member = undefined;
    this.#endings.end(member);
  }
}
