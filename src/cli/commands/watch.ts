import { loadConfig } from '../../sidecar/config.js';
import { loadInstallKeys } from '../../sidecar/install-keys.js';
import { filesOfWatch, readWatchedFiles, type Refused } from '../../sidecar/watch/watched-files.js';
import type { Texts } from '../../text/texts.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';
import { printable } from '../../text/printable.js';

export function addWatch({ root, texts, run }: Program): void {
  const command = root
    .command('watch')
    .summary(texts('cli.watch.summary', {}))
    .description(texts('cli.watch.about', {}))
    .addHelpText('after', `\n${texts('cli.watch.examples', {})}`)
    .action(() => run(command, watch));
}

/** Names only: the files are read as a sidecar reads them, and no value is shown. */
async function watch({ terminal, configFile, state, env, guardian }: Context): Promise<ExitCode> {
  const { texts, paint } = terminal;
  const { settings } = loadConfig(configFile, state.home, env);
  const { entries, refused, unreadable } = readWatchedFiles(settings.watch, loadInstallKeys(state).fingerprints);
  const names = [...new Set(entries.map(({ name }) => name))];
  const files = filesOfWatch(settings.watch);
  const answer = await guardian.readListsAgain();
  // A configuration that was changed and not loaded, or refused, is not what the running one goes by.
  const live = answer !== undefined && isSameSet(files, answer.files ?? files);
  if (files.length === 0) terminal.line(texts('cli.watch.no_files', {}));
  else terminal.line(texts('cli.watch.watched', { count: names.length }));
  for (const name of names) terminal.line(`  ${printable(name)}`);
  if (refused.length > 0) terminal.line(texts('cli.watch.refused', { count: refused.length }));
  for (const { file, name, reason } of refused) {
    terminal.line(paint('faint', `  ${printable(name)} (${printable(file)}): ${reasonOf(reason, texts)}`));
  }
  for (const { file, code } of unreadable) {
    terminal.line(paint('yellow', texts('cli.watch.unreadable', { file: printable(file), code })));
  }
  if (live) terminal.line(texts('cli.live', {}));
  else if (answer !== undefined) terminal.line(paint('yellow', texts('cli.watch.other_files', {})));
  terminal.document({ watched: names, not_taken: refused, unreadable, live });
  return unreadable.length === 0 ? ExitCode.ok : ExitCode.failure;
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  const known = new Set(others);
  return some.every((file) => known.has(file)) && new Set(some).size === known.size;
}

function reasonOf(reason: Refused['reason'], texts: Texts): string {
  return texts(`watch.reason.${reason}`, {});
}
