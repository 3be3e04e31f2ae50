/** Bytes by which the memory of a module grows: a page (WebAssembly Core Specification, section 4.2.8). */
export const PAGE_BYTES = 65_536;

/** A function that a module exports; what it takes and returns is for the module's text to say. */
export type WasmFunction = (...args: number[]) => unknown;

/** Makes a module of ours ready. @param base64 As `npm run generate` wrote it. */
export function wasmExports(base64: string): Readonly<Record<string, unknown>> {
  return new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(base64, 'base64'))).exports;
}

export function isWasmFunction(value: unknown): value is WasmFunction {
  return typeof value === 'function';
}
