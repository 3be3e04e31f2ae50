export { printable, printableJson } from '../../text/printable.js';
