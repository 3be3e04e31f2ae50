import { isWasmFunction, PAGE_BYTES, wasmExports, type WasmFunction } from '../scan/wasm.js';
import { CLASS_BYTES } from './byte-class.js';
import { surveyWasm } from './survey.wasm.generated.js';

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

/** Bytes behind a text that may be read with it, and what is written behind its bitmap at most. */
const BEHIND_TEXT = 16;
const BEHIND_BITMAP = 16;

const NONE = new Uint32Array(0);

/** The functions of survey.wat and the memory that they work in, which belongs to one call at a time. */
class SurveyModule {
  readonly #memory: WebAssembly.Memory;
  readonly #survey: WasmFunction;
  readonly #runs: WasmFunction;
  readonly #words: WasmFunction;
  /** Where the bitmap of the text that was put last stands. */
  #bitmap = 0;
  /** The memory; made anew when it grows. */
  bytes: Uint8Array;

  constructor() {
    const { memory, survey, runs, words } = wasmExports(surveyWasm);
    if (
      !(memory instanceof WebAssembly.Memory) ||
      !isWasmFunction(survey) ||
      !isWasmFunction(runs) ||
      !isWasmFunction(words)
    ) {
      throw new TypeError('survey.wat does not export what is expected');
    }
    this.#memory = memory;
    this.#survey = survey;
    this.#runs = runs;
    this.#words = words;
    this.bytes = new Uint8Array(memory.buffer);
  }

  /**
   * Puts a text into the memory, zeros behind it. What was taken from it before is no longer valid.
   *
   * @param room Bytes needed for what is found in the text.
   * @returns where these begin, divisible by eight.
   */
  put(text: Uint8Array, room: number): number {
    const end = AT.text + text.length;
    this.#bitmap = aligned(end + BEHIND_TEXT);
    const behind = aligned(this.#bitmap + Math.ceil(text.length / 8) + BEHIND_BITMAP);
    const missing = behind + room - this.bytes.length;
    if (missing > 0) {
      this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
      this.bytes = new Uint8Array(this.#memory.buffer);
    }
    this.bytes.set(text, AT.text);
    this.bytes.fill(0, end, end + BEHIND_TEXT);
    return behind;
  }

  survey(length: number, places: number, bits: number): number {
    return Number(this.#survey(AT.text, length, AT.surveyed, AT.kinds, AT.wanted, this.#bitmap, places, bits));
  }

  runs(length: number, least: number, runs: number): Uint32Array {
    return this.#pairs(runs, this.#runs(AT.text, length, AT.runBytes, this.#bitmap, least, runs));
  }

  /** The words in a part of the text, counted from its beginning; what stands beside it is seen. */
  words(from: number, to: number, words: number): Uint32Array {
    return this.#pairs(words, this.#words(AT.text + from, to - from, AT.valueBytes, this.#bitmap, words));
  }

  /** Beginnings and ends, by turns. */
  #pairs(from: number, end: unknown): Uint32Array {
    const count = (Number(end) - from) / 4;
    return count === 0 ? NONE : new Uint32Array(this.bytes.buffer, from, count);
  }
}

function aligned(offset: number): number {
  return (offset + 7) & ~7;
}

export const surveyModule = new SurveyModule();
