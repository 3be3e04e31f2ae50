/** What stands behind the value of `apiKey` in the settings of a page: `", authDomain: "shop.firebaseapp.com"`, also escaped. */
const SETTINGS = /^\\?["'`]?,?(?:\s|\\n)*\\?["'`]?authDomain/;

/**
 * Whether a key of Google's stands in the settings of Firebase, which each page has for whoever reads it: it names the
 * project and opens nothing (https://firebase.google.com/docs/projects/api-keys).
 */
export function isFirebaseKey(key: string, after: string): boolean {
  return key.startsWith('AIza') && SETTINGS.test(after);
}
