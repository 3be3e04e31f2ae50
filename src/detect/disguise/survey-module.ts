import { CLASS_BYTES } from './byte-class.js';
import { surveyWasm } from './survey.wasm.generated.js';

const PAGE = 65_536;

/** Kinds of bytes that the table of the survey has room for, the edge of the text included. */
export const MAX_KINDS = 32;

const KINDS = 3 * CLASS_BYTES;
const WANTED = KINDS + 256;

/**
 * Where things stand in the module's memory: the tables, which stay, and the text that it was given last. Two bytes that
 * belong to nothing stand in front of that.
 */
export const AT = {
  surveyed: 0,
  runBytes: CLASS_BYTES,
  valueBytes: 2 * CLASS_BYTES,
  kinds: KINDS,
  wanted: WANTED,
  text: WANTED + MAX_KINDS ** 3 + 16,
} as const;

/** Bytes behind a text that may be read with it. */
const BEHIND_TEXT = 16;

type Export = (...args: number[]) => unknown;

/** The functions of survey.wat and the memory that they work in, which belongs to one call at a time. */
class SurveyModule {
  readonly #memory: WebAssembly.Memory;
  readonly #survey: Export;
  readonly #runs: Export;
  readonly #words: Export;
  /** The memory; made anew when it grows. */
  bytes: Uint8Array;

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(surveyWasm, 'base64'));
    const { memory, survey, runs, words } = new WebAssembly.Instance(module).exports;
    if (!(memory instanceof WebAssembly.Memory) || !isExport(survey) || !isExport(runs) || !isExport(words)) {
      throw new TypeError('survey.wat does not export what is expected');
    }
    this.#memory = memory;
    this.#survey = survey;
    this.#runs = runs;
    this.#words = words;
    this.bytes = new Uint8Array(memory.buffer);
  }

  /**
   * Puts a text into the memory. What was taken from it before is no longer valid.
   *
   * @param room Bytes needed behind the text.
   * @returns where these begin, divisible by eight.
   */
  put(text: Uint8Array, room: number): number {
    const behind = (AT.text + text.length + BEHIND_TEXT + 7) & ~7;
    const missing = behind + room - this.bytes.length;
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / PAGE));
      this.bytes = new Uint8Array(this.#memory.buffer);
    }
    this.bytes.set(text, AT.text);
    return behind;
  }

  survey(length: number, bitmap: number, places: number, bits: number): number {
    return Number(this.#survey(AT.text, length, AT.surveyed, AT.kinds, AT.wanted, bitmap, places, bits));
  }

  runs(length: number, bitmap: number, least: number, runs: number): Uint32Array {
    const end = Number(this.#runs(AT.text, length, AT.runBytes, bitmap, least, runs));
    return new Uint32Array(this.bytes.buffer, runs, (end - runs) / 4);
  }

  words(length: number, bitmap: number, words: number): Uint32Array {
    const end = Number(this.#words(AT.text, length, AT.valueBytes, bitmap, words));
    return new Uint32Array(this.bytes.buffer, words, (end - words) / 4);
  }
}

export const surveyModule = new SurveyModule();

function isExport(value: unknown): value is Export {
  return typeof value === 'function';
}
