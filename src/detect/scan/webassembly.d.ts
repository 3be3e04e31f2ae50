// The part of the WebAssembly JavaScript API that the scanner uses. TypeScript has it only among browser types, which
// would bring `window` and the like into a program that has none (https://webassembly.github.io/spec/js-api/).
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class Global {
    readonly value: unknown;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
    /** Adds pages of 64 KiB; the old buffer becomes unusable. */
    grow(pages: number): number;
  }
}
