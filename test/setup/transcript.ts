import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { MAIN } from '../cli/support/program.js';

const FOLDER = join(process.cwd(), 'test/setup/transcripts');

/** A chat as it went, without what differs from one machine and one run to the next. */
export class Transcript {
  readonly #lines: string[] = [];
  readonly #places: readonly (readonly [found: string, shown: string])[];

  /** @param places What stands for places of this machine, the longest first. */
  constructor(places: readonly (readonly [found: string, shown: string])[]) {
    this.#places = [...places, [`node ${MAIN}`, 'traffic-guardian']];
  }

  guardian(text: string): void {
    this.#lines.push(text, '');
  }

  person(text: string): void {
    this.#lines.push(`> ${text}`, '');
  }

  get text(): string {
    const placed = this.#places.reduce((text, [found, shown]) => text.replaceAll(found, shown), this.#lines.join('\n'));
    return placed
      .replace(/\b(?:[0-9A-F]{2}:){31}[0-9A-F]{2}\b/g, 'FINGERPRINT')
      .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}\b/g, 'FINDING')
      .replace(/--data [A-Za-z0-9]{40}\b/g, '--data CANARY')
      .replace(/ +$/gm, '');
  }

  /** Compares it with the one that was kept; `UPDATE_TRANSCRIPTS=1` keeps this one. */
  isAsKept(name: string): void {
    const file = join(FOLDER, `${name}.txt`);
    if (process.env['UPDATE_TRANSCRIPTS'] === '1') writeFileSync(file, this.text);
    expect(this.text).toBe(readFileSync(file, 'utf8'));
  }
}
