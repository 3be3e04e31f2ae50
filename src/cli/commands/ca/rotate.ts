import { fingerprintOf } from '../../../proxy/certificates/authority.js';
import { describeAuthority } from '../../../sidecar/ca/ca-description.js';
import { requireAuthority, rotateAuthority, type Drop } from '../../../sidecar/ca/rotate.js';
import { GuardianError } from '../../../text/guardian-error.js';
import { messageOf } from '../../../text/unknown-error.js';
import { caOptionsOf } from '../../ca-options.js';
import { audited } from '../../audited.js';
import type { Context } from '../../context.js';
import { ExitCode } from '../../exit-code.js';
import type { Program } from '../../program.js';
import { caDocument, caLines } from '../../words/ca-lines.js';

interface RotateOptions {
  readonly yes?: boolean;
  readonly drop?: string;
  readonly dropAll?: boolean;
}

/** Whether a running Guardian signs with what is on disk now. */
type InUse = 'now' | 'at-next-start' | 'without-inspection';

export function addRotate({ root, texts, run }: Program): void {
  const command = root
    .command('rotate')
    .summary(texts('cli.ca.rotate.summary', {}))
    .description(texts('cli.ca.rotate.about', {}))
    .option('--yes', texts('cli.ca.rotate.yes', {}))
    .option('--drop <FINGERPRINT>', texts('cli.ca.rotate.drop', {}))
    .option('--drop-all', texts('cli.ca.rotate.drop_all', {}))
    .addHelpText('after', `\n${texts('cli.ca.rotate.examples', {})}`)
    .action((options: RotateOptions) => run(command, (context) => rotate(options, context)));
}

async function rotate(options: RotateOptions, context: Context): Promise<ExitCode> {
  const { terminal, state } = context;
  const { texts } = terminal;
  const { settings, options: caOptions } = caOptionsOf(context);
  const drop = dropOf(options);
  const renew = options.yes === true;
  const { file: before } = requireAuthority({ state });
  if (!renew && drop.kind === 'none') throw new GuardianError({ code: 'cli.usage.rotate_unconfirmed', args: {} });
  await rotateAuthority(caOptions, { renew, drop });
  const ca = describeAuthority(state);
  if (ca === undefined) throw new GuardianError({ code: 'ca.absent', args: {} });
  const previous = fingerprintOf(before.certificate);
  const dropped = Math.max(0, before.retired.length + Number(renew) - ca.retired.length);
  if (renew || dropped > 0) {
    audited(context, {
      kind: 'ca_rotated',
      fingerprint: ca.fingerprint,
      renewed: renew,
      dropped,
      ...(renew ? { previous } : {}),
    });
  }
  const inUse = await reload(context);
  const shown = { ca, state, bundle: settings.caBundle };
  terminal.line(texts(DONE_TEXTS[renew ? 'renewed' : dropped > 0 ? 'dropped' : 'nothing'], {}));
  for (const line of caLines(shown, terminal)) terminal.line(line);
  terminal.line(texts(USE_TEXTS[inUse], {}));
  if (renew) terminal.line(texts('cli.ca.rotate.clients', {}));
  terminal.document({ rotated: renew, in_use: inUse, ...caDocument(shown) });
  return ExitCode.ok;
}

const DONE_TEXTS = {
  renewed: 'cli.ca.rotate.rotated',
  dropped: 'cli.ca.rotate.dropped',
  nothing: 'cli.ca.rotate.none_retired',
} as const;

const USE_TEXTS = {
  now: 'cli.ca.rotate.used_now',
  'at-next-start': 'cli.ca.rotate.used_later',
  'without-inspection': 'cli.ca.rotate.not_used',
} as const satisfies Record<InUse, string>;

/** @throws GuardianError `cli.ca.rotate.not_loaded` when the running one cannot use what is on disk now. */
async function reload({ guardian }: Context): Promise<InUse> {
  try {
    const { fingerprint } = await guardian.reloadCa();
    return fingerprint === undefined ? 'without-inspection' : 'now';
  } catch (error) {
    if (error instanceof GuardianError && error.code === 'control.not_running') return 'at-next-start';
    throw new GuardianError({ code: 'cli.ca.rotate.not_loaded', args: { reason: messageOf(error) } });
  }
}

/** Fingerprints are taken as openssl prints them, and without colons or in small letters. */
function dropOf({ drop, dropAll }: RotateOptions): Drop {
  if (dropAll === true) return { kind: 'all' };
  if (drop === undefined) return { kind: 'none' };
  const digits = drop.replace(/^.*=/, '').replaceAll(':', '').toUpperCase();
  if (!/^[0-9A-F]{64}$/.test(digits)) throw new GuardianError({ code: 'cli.usage.fingerprint', args: {} });
  return { kind: 'one', fingerprint: (digits.match(/../g) ?? []).join(':') };
}
