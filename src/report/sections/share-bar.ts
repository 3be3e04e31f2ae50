import { html, type Html } from '../html.js';

/**
 * A bar as long as a share of its place. A drawing, because the page's policy allows no style attributes; it repeats what
 * stands beside it in words, so readers of the page aloud pass it over.
 */
export function shareBar(share: number, kind: 'seen' | 'count'): Html {
  return html`<svg class="bar ${kind}" aria-hidden="true" focusable="false">
    <rect class="whole" width="100%" height="100%" />
    <rect width="${(share * 100).toFixed(2)}%" height="100%" />
  </svg>`;
}
