import type { MountedPlace } from './hidden-state.js';

/** The words of a `docker run` command line that NanoClaw builds, changed in place: it goes on with the same array. */
export class DockerArguments {
  readonly #words: string[];

  constructor(words: string[]) {
    this.#words = words;
  }

  /** The value of an environment variable; the last one counts, as for Docker. */
  variable(name: string): string | undefined {
    return this.variables().findLast(([each]) => each === name)?.[1];
  }

  /** Every environment variable that is set, in order. */
  variables(): [name: string, value: string][] {
    return this.#options('-e', '--env').map(({ value }) => {
      const at = value.indexOf('=');
      return at === -1 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
    });
  }

  /** Takes environment variables away, wherever they are set. */
  removeVariables(names: readonly string[]): void {
    for (const { index, words, value } of this.#options('-e', '--env').reverse()) {
      if (names.includes(value.split('=', 1)[0] ?? '')) this.#words.splice(index, words);
    }
  }

  /** The file or folder on the host that is mounted at a place in the container. */
  mountedFrom(target: string): string | undefined {
    return this.mounts().find((mount) => mount.target === target)?.source;
  }

  /**
   * Everything that is mounted, in the forms in which NanoClaw writes it: `host:container`, perhaps with `:ro`, and
   * `type=bind,source=host,target=container` for what other runtimes mount for reading only.
   */
  mounts(): MountedPlace[] {
    const short = this.#options('-v', '--volume').map(({ value }) => value.split(':'));
    const long = this.#options('--mount', '--mount').map(({ value }) => {
      const fields = new Map(value.split(',').map((field) => [field.split('=', 1)[0], field.replace(/^[^=]*=/, '')]));
      return [
        fields.get('source') ?? fields.get('src'),
        fields.get('target') ?? fields.get('destination') ?? fields.get('dst'),
      ];
    });
    return [...short, ...long].flatMap(([source, target]) =>
      source === undefined || target === undefined ? [] : [{ source, target }],
    );
  }

  /** Adds options in front of all others: behind the image they would be part of the container's command. */
  addOptions(options: readonly string[]): void {
    this.#words.splice(this.#words.indexOf('run') + 1, 0, ...options);
  }

  /** Every option of a name, as `-e X` or `--env=X`, with the place and number of its words. */
  #options(short: string, long: string): { index: number; words: number; value: string }[] {
    return this.#words.flatMap((word, index) => {
      const next = this.#words[index + 1];
      if ((word === short || word === long) && next !== undefined) return [{ index, words: 2, value: next }];
      if (word.startsWith(`${long}=`)) return [{ index, words: 1, value: word.slice(long.length + 1) }];
      return [];
    });
  }
}
