import { accessSync, constants, statSync } from 'node:fs';
import { credentialFilesOfSettings, filesOfSettings } from '../../sidecar/sending/files-of-settings.js';
import type { Status } from '../../sidecar/status.generated.js';
import { codeOf } from '../../text/unknown-error.js';
import type { Check, Verdict } from '../check.js';
import { fail, ok, skip, warn } from '../verdict.js';

type SinkStatus = NonNullable<Status['sinks']>[number];

/** Whether findings get through to where they are sent, and whether credentials are readable, and for us alone. */
export const sinks: Check = {
  code: 'sinks',
  run: ({ settings, status }) => {
    if (settings === undefined) return skip({ code: 'doctor.config.unknown', args: {} });
    const credentials = new Set(credentialFilesOfSettings(settings));
    const files = [...new Set(filesOfSettings(settings))].flatMap((file) => fileVerdicts(file, credentials.has(file)));
    const count = settings.sinks.plans.length;
    if (count === 0) return files.length > 0 ? files : skip({ code: 'doctor.sinks.none', args: {} });
    const running = status?.sinks;
    if (running === undefined) return [...files, ...skip({ code: 'doctor.sinks.not_running', args: { count } })];
    return [...files, ...running.flatMap(sinkVerdicts)];
  },
};

function sinkVerdicts(status: SinkStatus): readonly Verdict[] {
  const { id: sink, target, delivered, lag_lines: lag, failures, last_error: error } = status;
  const code = error?.code ?? '-';
  // What a credential lacks, no receiver can know.
  const isOurs = code.startsWith('CREDENTIAL_');
  const remedy = { code: isOurs ? 'doctor.sinks.credential_remedy' : 'doctor.sinks.remedy', args: {} } as const;
  const isFailing = failures > 0 || status.state === 'stuck';
  const verdicts = [
    ...(isFailing ? [fail({ code: 'status.sink_failing', args: { sink, code, lag } }, remedy)] : []),
    ...(!isFailing && status.beats_failed > 0
      ? [warn({ code: 'status.sink_beats_failing', args: { sink, code } }, remedy)]
      : []),
    ...(status.lost_to_retention > 0
      ? [
          warn(
            { code: 'status.sink_lost', args: { sink, count: status.lost_to_retention } },
            { code: 'doctor.sinks.lost_remedy', args: {} },
          ),
        ]
      : []),
    ...(status.refused > 0
      ? [
          warn(
            { code: 'status.sink_refused', args: { sink, count: status.refused } },
            { code: 'doctor.sinks.refused_remedy', args: {} },
          ),
        ]
      : []),
  ];
  return verdicts.length > 0 ? verdicts : ok({ code: 'doctor.sinks.ok', args: { sink, target, delivered, lag } });
}

/** @param isCredential Whether nobody else may read it; certificates may be read by all. */
function fileVerdicts(file: string, isCredential: boolean): Verdict[] {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    const args = { file, code: codeOf(error) ?? 'UNKNOWN' };
    return [fail({ code: 'doctor.sinks.unreadable', args }, { code: 'doctor.sinks.unreadable_remedy', args: {} })];
  }
  if (!isCredential || (statSync(file).mode & 0o077) === 0) return [];
  const args = { file };
  return [warn({ code: 'doctor.sinks.open_file', args }, { code: 'doctor.sinks.open_file_remedy', args })];
}
