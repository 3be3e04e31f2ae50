/**
 * The element with an id, which the page is built with.
 *
 * @throws Error when the page and its script do not belong together.
 */
export function byId<T extends HTMLElement>(id: string, kind: abstract new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`no ${id}`);
}

/** A new element that holds nothing but text: the only way in which this script puts findings on the page. */
export function elementOf(name: string, text: string, className = ''): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  if (className !== '') element.className = className;
  return element;
}

/** Puts values into the places `{name}` of a text. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
