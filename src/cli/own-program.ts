import { fileURLToPath } from 'node:url';

/** The file of this program. It lies beside this one, and bundled it is this one. */
export const OWN_PROGRAM = fileURLToPath(new URL('./main.js', import.meta.url));
