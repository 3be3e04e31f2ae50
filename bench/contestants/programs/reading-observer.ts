// An observer that takes protocols apart as the sidecar's does and looks at nothing: what detection comes on top of.
import type { ContentSink } from '../../../src/observe/content.js';
import { runObserver } from '../../../src/observe/run-observer.js';
import { settingsOf } from '../../../src/sidecar/settings.js';

const nobody: ContentSink = {
  name: () => undefined,
  text: () => undefined,
  texts: () => true,
  stream: () => ({ write: () => undefined, flush: () => undefined, end: () => undefined }),
};

runObserver(() => {
  const { maxScanBytes } = settingsOf({}, '/');
  return { sink: nobody, maxScanBytes, onMessage: () => undefined, onCollected: () => undefined };
});
