/** The value that a JSON text stands for; undefined, which follows no schema, when it is none or there is no text. */
export function parsedJson(text: Buffer | string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text.toString());
    return value;
  } catch {
    return undefined;
  }
}
