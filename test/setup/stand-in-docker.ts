import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A `docker` that runs what it is told on this machine, with nothing but the variables that a container would have. It knows
 * the words that the walkthrough uses, as docker(1) has them, and refuses all others; a mounted file is read where it is.
 *
 * @param variables What the container was given.
 * @returns a folder for the front of PATH.
 */
export function standInDocker(folder: string, variables: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true });
  const given = Object.entries(variables).map(([name, value]) => `'${name}=${value}'`);
  writeFileSync(join(folder, 'docker'), SCRIPT.replace('GIVEN', given.join(' ')));
  chmodSync(join(folder, 'docker'), 0o755);
  return folder;
}

const SCRIPT = `#!/bin/bash
inside() { exec env -i PATH="$PATH" GIVEN "$@"; }
case "$1 $2" in
  'images -q') [ "$3" = 'nanoclaw-agent*' ] && printf '%s\\n' 1ma6e 01d1ma6e ;;
  'ps -q') [ "$3 $4" = '--filter name=^nanoclaw-' ] && printf '%s\\n' c0nta1ner 0thercontainer ;;
  'exec c0nta1ner') shift 2; inside "$@" ;;
  'run --rm')
    [ "$3" = -v ] && [ "$5" = --entrypoint ] && [ "$7" = 1ma6e ] || exit 125
    IFS=: read -r source target mode <<<"$4"
    [ "$mode" = ro ] || exit 125
    program=$6; shift 7
    inside "$program" "\${@//"$target"/"$source"}" ;;
  *) exit 125 ;;
esac
`;
