import { buildLiteralAutomaton, type LiteralAutomaton } from './literal-automaton.js';
import type { LiteralHits } from './literal-hits.js';
import { walkWasm } from './walk.wasm.generated.js';
import { isWasmFunction, PAGE_BYTES, wasmExports, type WasmFunction } from './wasm.js';

/** Texts shorter than this are walked in one piece: four walks cost more to set up than they save. */
const MIN_PARALLEL = 256;

/** Room for texts in the beginning, in bytes: a hit on each byte takes eight times that, and most texts are small. */
const FIRST_CAPACITY = 8 * 1024;

/** The module's functions, as walk.wat declares them. */
interface WalkModule {
  readonly memory: WebAssembly.Memory;
  readonly walk: WasmFunction;
  readonly walk4: WasmFunction;
}

/** Finds all of a set of literals in one pass, ignoring ASCII case; about a nanosecond a byte whatever the text. */
export class LiteralScanner {
  /** All of the automaton but its tables, which are kept in the module's memory only. */
  readonly #automaton: Omit<LiteralAutomaton, 'next' | 'resume' | 'columns'>;
  readonly #module: WalkModule;
  /** Bytes of the table, for the figures in bench/. */
  readonly tableBytes: number;
  /** Where things stand in the module's memory. */
  readonly #columns = 0;
  readonly #out = 512;
  readonly #next = 768;
  /** Where `resume` would begin if it had a cell for each state: the module adds the number of the state to it. */
  readonly #resume: number;
  readonly #text: number;
  /** The module's memory; made anew when it grows. */
  #bytes = new Uint8Array();
  #cells = new Uint32Array();
  #capacity = 0;
  #hits = 0;

  /**
   * @param literals Lower-case latin1 texts, not empty.
   * @param built Their automaton, where it was built before.
   */
  constructor(literals: readonly string[], built: LiteralAutomaton = buildLiteralAutomaton(literals)) {
    const { columns, next, resume, ...automaton } = built;
    this.#automaton = automaton;
    this.#module = instantiate();
    this.tableBytes = next.byteLength + resume.byteLength;
    const resumeAt = this.#next + next.byteLength;
    this.#resume = resumeAt - 2 * automaton.firstFinal;
    this.#text = align(resumeAt + resume.byteLength);
    this.#reserve(FIRST_CAPACITY);
    const doubled = Uint16Array.from(columns, (column) => column * 2);
    this.#bytes.set(new Uint8Array(doubled.buffer), this.#columns);
    this.#bytes.set(new Uint8Array(next.buffer), this.#next);
    this.#bytes.set(new Uint8Array(resume.buffer), resumeAt);
  }

  /** Bytes of the longest literal. */
  get longest(): number {
    return this.#automaton.longest;
  }

  /**
   * Finds every literal in the text; of those that end at one position the longest first.
   *
   * @param found Where they are added.
   * @param offset What to add to their places.
   */
  scan(text: Uint8Array, found: LiteralHits, offset = 0): void {
    if (text.length === 0) return;
    // By half more each time, so that texts which grow byte by byte do not move the memory with each.
    if (text.length > this.#capacity) this.#reserve(Math.max(text.length, Math.ceil(this.#capacity * 1.5)));
    this.#bytes.set(text, this.#text);
    if (text.length < MIN_PARALLEL) {
      const end = this.#walk(0, text.length, 0, this.#hits);
      this.#collect(this.#hits, end, found, offset);
      return;
    }
    this.#findInQuarters(text.length, found, offset);
  }

  /** Nothing is allocated here: a small body is walked in less time than it takes to make a few arrays. */
  #findInQuarters(length: number, found: LiteralHits, offset: number): void {
    const quarter = length >> 2;
    const { width, firstFinal } = this.#automaton;
    const text = this.#text;
    const lane = quarter * 8;
    const [hits0, hits1, hits2, hits3] = [this.#hits, this.#hits + lane, this.#hits + 2 * lane, this.#hits + 3 * lane];
    const state1 = this.#stateBefore(quarter);
    const state2 = this.#stateBefore(2 * quarter);
    const state3 = this.#stateBefore(3 * quarter);
    this.#module.walk4(
      quarter,
      this.#columns,
      this.#next,
      width * 2,
      firstFinal,
      this.#resume,
      this.#out,
      text,
      text + quarter,
      text + 2 * quarter,
      text + 3 * quarter,
      0,
      state1,
      state2,
      state3,
      hits0,
      hits1,
      hits2,
      hits3,
    );
    const out = this.#out >> 2;
    const cells = this.#cells;
    const [end0, end1, end2] = [cells[out]!, cells[out + 1]!, cells[out + 2]!];
    // What division by four left over belongs to the last walk.
    const end3 = this.#walk(quarter * 4, length, cells[out + 7]!, cells[out + 3]!);
    this.#collect(hits0, end0, found, offset);
    this.#collect(hits1, end1, found, offset);
    this.#collect(hits2, end2, found, offset);
    this.#collect(hits3, end3, found, offset);
  }

  /** A literal may lie across a border: a walk starts a little before its quarter to be in the right state there. */
  #stateBefore(start: number): number {
    this.#walk(Math.max(0, start - this.#automaton.longest + 1), start, 0, this.#hits);
    return this.#cells[this.#out >> 2]!;
  }

  /** One walk over part of the text. Returns the end of its hits. */
  #walk(from: number, to: number, state: number, hits: number): number {
    const { width, firstFinal } = this.#automaton;
    const text = this.#text;
    const end = this.#module.walk(
      text + from,
      text + to,
      this.#columns,
      this.#next,
      width * 2,
      firstFinal,
      this.#resume,
      state,
      hits,
      this.#out,
    );
    return Number(end);
  }

  #collect(from: number, end: number, found: LiteralHits, offset: number): void {
    if (from === end) return;
    const { outputs, outputsFrom, firstFinal, lengths } = this.#automaton;
    const cells = this.#cells;
    for (let i = from >> 2; i < end >> 2; i += 2) {
      const behind = cells[i]! - this.#text + 1 + offset;
      const state = cells[i + 1]! - firstFinal;
      for (let k = outputsFrom[state]!; k < outputsFrom[state + 1]!; k++) {
        const literal = outputs[k]!;
        found.add(literal, behind - lengths[literal]!, behind);
      }
    }
  }

  /** Makes room for a text and, behind it, for a hit on each of its bytes. */
  #reserve(capacity: number): void {
    this.#capacity = capacity;
    this.#hits = align(this.#text + capacity);
    const needed = Math.ceil((this.#hits + capacity * 8 + 64) / PAGE_BYTES);
    const have = this.#module.memory.buffer.byteLength / PAGE_BYTES;
    if (needed > have) this.#module.memory.grow(needed - have);
    this.#bytes = new Uint8Array(this.#module.memory.buffer);
    this.#cells = new Uint32Array(this.#module.memory.buffer);
  }
}

function align(offset: number): number {
  return (offset + 15) & ~15;
}

function instantiate(): WalkModule {
  const { memory, walk, walk4 } = wasmExports(walkWasm);
  if (!(memory instanceof WebAssembly.Memory) || !isWasmFunction(walk) || !isWasmFunction(walk4)) {
    throw new TypeError('walk.wat does not export what is expected');
  }
  return { memory, walk, walk4 };
}
