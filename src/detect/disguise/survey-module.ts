import { surveyWasm } from './survey.wasm.generated.js';

const PAGE = 65_536;

/** Kinds of bytes that the table of the survey has room for, the edge of the text included. */
export const MAX_KINDS = 32;

/** Where things stand in the module's memory: the tables of both functions, which stay, and the text of one of them. */
export const AT = { kinds: 0, flags: 256, wanted: 512, text: 512 + MAX_KINDS ** 3 + 8 } as const;

type Export = (...args: number[]) => unknown;

/** The functions of survey.wat and the memory that they work in, which belongs to one call at a time. */
class SurveyModule {
  readonly #memory: WebAssembly.Memory;
  readonly #runsEnd: WebAssembly.Global;
  readonly #survey: Export;
  readonly #values: Export;
  #bytes: Uint8Array;

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(surveyWasm, 'base64'));
    const { memory, runsEnd, survey, values } = new WebAssembly.Instance(module).exports;
    if (
      !(memory instanceof WebAssembly.Memory) ||
      !(runsEnd instanceof WebAssembly.Global) ||
      !isExport(survey) ||
      !isExport(values)
    ) {
      throw new TypeError('survey.wat does not export what is expected');
    }
    this.#memory = memory;
    this.#runsEnd = runsEnd;
    this.#survey = survey;
    this.#values = values;
    this.#bytes = new Uint8Array(memory.buffer);
  }

  /** The memory, with room for so many bytes. What was taken from it before may be cut off. */
  reserve(bytes: number): Uint8Array {
    if (bytes > this.#bytes.length) {
      this.#memory.grow(Math.ceil((bytes - this.#bytes.length) / PAGE));
      this.#bytes = new Uint8Array(this.#memory.buffer);
    }
    return this.#bytes;
  }

  /** Where the list of runs of the last survey ends. */
  get runsEnd(): number {
    return Number(this.#runsEnd.value);
  }

  survey(...args: number[]): number {
    return Number(this.#survey(...args));
  }

  values(...args: number[]): number {
    return Number(this.#values(...args));
  }
}

export const surveyModule = new SurveyModule();

function isExport(value: unknown): value is Export {
  return typeof value === 'function';
}
