/** The literals that stand in a text, in upper or lower case. They are words of the rules and may be shown. */
export function foundAnchors(literals: readonly string[], bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').toLowerCase();
  return literals.filter((literal) => text.includes(literal));
}
