/**
 * The program of the sinks' thread. It is named in this folder because the bundle has it beside the sidecar's own program
 * (scripts/payload.mjs): a path from a folder below would lead elsewhere there.
 */
export const SINKS_PROGRAM = new URL('./sinks-program.js', import.meta.url);
