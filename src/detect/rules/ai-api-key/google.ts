import { isFirebaseKey } from '../../checks/firebase.js';
import type { Rule } from '../../rule.js';

/** Keys that pages have for whoever reads them: YouTube's own, and of maps, whose interfaces run in browsers alone. */
const IN_PAGES =
  /INNERTUBE_API_KEY\\?["']\s?:\s?\\?["']$|maps\.google(?:apis)?\.com\/maps\/(?:api\/js|embed\/v1\/\w+)\?(?:[^\s"'<>]*[&;])?key=$/;

export const rule: Rule = {
  pattern: 'ai_api_key',
  variant: 'google',
  threat: 'EXFIL',
  direction: 'outbound',
  severity: 'high',
  confidence: 'high',
  group: 'ai',
  about:
    "Google AI (Gemini) and other Google Cloud API key: whoever holds it spends the owner's money and can read what the account keeps.",
  anatomy:
    'AIza and 35 base64url characters, or AQ.Ab8 and 40 to 60; Gemini and every other Google Cloud API key look alike',
  source: 'https://cloud.google.com/docs/authentication/api-keys',
  home: ['*.googleapis.com'],
  homeInUrl: true,
  match: [
    {
      re: /(?<![A-Za-z0-9_-])AIza[\w-]{35}(?![\w-])/,
      accept: ({ text, before, after }) => !IN_PAGES.test(before) && !isFirebaseKey(text, after),
    },
    // Keys that are bound to a service account, which AI Studio gives out since 2025
    { re: /(?<![A-Za-z0-9_-])AQ\.Ab8[\w-]{40,60}(?![\w-])/ },
  ],
  examples: {
    fires: [
      'AQ.Ab8OdnjnzqhooamVRQXtc5rJpov9iodZr0laJ20AOGr8FCXpVd',
      'https://maps.googleapis.com/maps/api/geocode/json?address=x&key=AIzaSysf2rcDkdfrUnW5gcF_Ha6ili8GjHEAD6a',
      'AIzaSysf2rcDkdfrUnW5gcF_Ha6ili8GjHEAD6a',
      'GEMINI_API_KEY="AIzaSyF2yeE6RsXcNOPmeMjvqPVStNKiaEdFrRg"',
    ],
    silent: [
      'AIza',
      'AQ.Ab8',
      'AIzaSySnRFsTHsDDDXh5Jmtf7E',
      `apiKey: 'AIzaSysf2rcDkdfrUnW5gcF_Ha6ili8GjHEAD6a',\n  authDomain: 'shop.firebaseapp.com',`,
      '"INNERTUBE_API_KEY":"AIzaSyRO2DKkfJiTaQJBclMFD40BwZxSPccuGax"',
      '<script src="https://maps.googleapis.com/maps/api/js?key=AIzaSysf2rcDkdfrUnW5gcF_Ha6ili8GjHEAD6a&callback=init">',
    ],
  },
};
