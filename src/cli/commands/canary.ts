import { loadInstallKeys } from '../../sidecar/install-keys.js';
import { canaryKinds, isCanaryKind, makeCanary } from '../../sidecar/watch/canary-kinds.js';
import { addCanary as remember, loadCanaries, removeCanary } from '../../sidecar/watch/canary-store.js';
import { GuardianError } from '../../text/guardian-error.js';
import { closestName } from '../../validation/closest-name.js';
import { addGroup } from '../command-group.js';
import type { Context } from '../context.js';
import { ExitCode } from '../exit-code.js';
import type { Program } from '../program.js';
import { timeShown } from '../../text/times.js';
import { printable } from '../../text/printable.js';

export function addCanary(program: Program): void {
  const { texts, run } = program;
  const words = {
    summary: texts('cli.canary.summary', {}),
    about: texts('cli.canary.about', {}),
    examples: texts('cli.canary.examples', {}),
  };
  const { root: command } = addGroup(program, 'canary', words, listCanaries);
  const create = command
    .command('new')
    .summary(texts('cli.canary.new.summary', {}))
    .description(texts('cli.canary.new.about', {}))
    .requiredOption('--plant <NAME>', texts('cli.canary.plant', {}))
    .option('--kind <KIND>', texts('cli.canary.kind', { kinds: canaryKinds.join(', ') }), 'generic')
    .addHelpText('after', `\n${texts('cli.canary.new.examples', {})}`)
    .action((options: { plant: string; kind: string }) =>
      run(create, (context) => newCanary(options.plant, options.kind, context)),
    );
  const list = command
    .command('list')
    .summary(texts('cli.canary.list.summary', {}))
    .addHelpText('after', `\n${texts('cli.canary.list.examples', {})}`)
    .action(() => run(list, (context) => Promise.resolve(listCanaries(context))));
  const revoke = command
    .command('revoke')
    .summary(texts('cli.canary.revoke.summary', {}))
    .argument('<plant>', texts('cli.canary.plant', {}))
    .addHelpText('after', `\n${texts('cli.canary.revoke.examples', {})}`)
    .action((plant: string) => run(revoke, (context) => revokeCanary(plant, context)));
}

async function newCanary(plant: string, kind: string, { terminal, state, guardian }: Context): Promise<ExitCode> {
  if (!isCanaryKind(kind)) {
    const guess = closestName(kind, canaryKinds) ?? 'generic';
    throw new GuardianError({ code: 'cli.usage.canary_kind', args: { kinds: canaryKinds.join(', '), guess } });
  }
  const values = makeCanary(kind);
  const { created } = remember(state, loadInstallKeys(state).fingerprints, {
    plant,
    kind,
    values: values.map(({ value }) => value),
  });
  const live = await guardian.reloadLists();
  // The only time that they are shown; the remark goes beside them, so that they can be sent into a file.
  for (const { name, value } of values) terminal.line(`${name}=${value}`);
  if (!terminal.json) terminal.remark(terminal.texts('cli.canary.new.done', { plant }));
  if (!terminal.json && live) terminal.remark(terminal.texts('cli.live', {}));
  terminal.document({ plant, kind, created, values, live });
  return ExitCode.ok;
}

function listCanaries({ terminal, state }: Context): ExitCode {
  const canaries = loadCanaries(state).map(({ plant, kind, created }) => ({ plant, kind, created }));
  if (canaries.length === 0) terminal.line(terminal.texts('cli.canary.none', {}));
  for (const { plant, kind, created } of canaries) {
    terminal.line(
      `${timeShown(created, 'day-and-time', terminal.texts.locale)}  ${kind.padEnd(10)}  ${printable(plant)}`,
    );
  }
  terminal.document({ canaries });
  return ExitCode.ok;
}

async function revokeCanary(plant: string, { terminal, state, guardian }: Context): Promise<ExitCode> {
  const { kind, created } = removeCanary(state, plant);
  const live = await guardian.reloadLists();
  terminal.line(terminal.texts('cli.canary.revoked', { plant }));
  terminal.document({ revoked: { plant, kind, created }, live });
  return ExitCode.ok;
}
