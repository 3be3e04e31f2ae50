import { launch, type Browser } from 'puppeteer-core';
import { runSync } from '../support/run.js';

/** A Chromium of this machine; undefined without one. */
export const chromium: string | undefined = [
  process.env['CHROMIUM_PATH'] ?? 'chromium',
  'google-chrome',
  'chromium-browser',
]
  .map((name) => runSync('sh', ['-c', 'command -v -- "$0"', name], { reject: false }))
  .find(({ exitCode }) => exitCode === 0)?.stdout;

/** Starts it. Nothing that a page could ask for resolves to an address outside of this machine. */
export function launchChromium(userDataDir: string): Promise<Browser> {
  return launch({
    executablePath: chromium ?? '',
    // Containers and root have no user namespaces for its sandbox.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
    userDataDir,
    protocolTimeout: 120_000,
  });
}
