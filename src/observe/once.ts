/** A function that does something the first time that it is called, and nothing after that. */
export function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
}
