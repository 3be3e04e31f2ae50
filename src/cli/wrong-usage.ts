import type { Command, CommanderError } from 'commander';
import { GuardianError } from '../text/guardian-error.js';
import type { Saying } from '../text/texts.js';
import { closestName } from '../validation/closest-name.js';

/**
 * Commander's complaint about a command line in our own words, with what was most likely meant.
 *
 * @param argv What was typed, without the names of Node and the file.
 */
export function wrongUsage(error: CommanderError, root: Command, argv: readonly string[]): GuardianError {
  return new GuardianError(sayingOf(error, root, argv));
}

function sayingOf({ code, message }: CommanderError, root: Command, argv: readonly string[]): Saying {
  // A value behind the equals sign of an unknown option may be a secret.
  const named = /'([^'=]*)/.exec(message)?.[1] ?? '';
  switch (code) {
    case 'commander.help':
      return { code: 'cli.usage.no_command', args: {} };
    case 'commander.unknownCommand':
      return unknownCommand(named, root).saying;
    case 'commander.unknownOption': {
      const guess = closestName(named, longOptions(commandIn(argv, root)));
      if (guess === undefined) return { code: 'cli.usage.unknown_option', args: { option: named } };
      return { code: 'cli.usage.unknown_option_guess', args: { option: named, guess } };
    }
    case 'commander.optionMissingArgument':
      return { code: 'cli.usage.missing_value', args: { option: named } };
    case 'commander.missingMandatoryOptionValue':
      return { code: 'cli.usage.missing_option', args: { option: named } };
    case 'commander.missingArgument':
      return { code: 'cli.usage.missing_argument', args: { argument: named } };
    case 'commander.excessArguments':
      return { code: 'cli.usage.too_many_arguments', args: {} };
    case 'commander.conflictingOption': {
      const [option = '', other = ''] = longNamesIn(message);
      return { code: 'cli.usage.conflict', args: { option, other } };
    }
    case 'commander.invalidArgument': {
      const [option = ''] = longNamesIn(message);
      const { argChoices: choices } = commandIn(argv, root).options.find(({ long }) => long === option) ?? {};
      if (choices !== undefined) return { code: 'cli.usage.choice', args: { option, known: choices.join(', ') } };
      break;
    }
    default:
  }
  return { code: 'cli.usage', args: { reason: message.replace(/^error: /, '') } };
}

/** The options that a complaint of Commander's is about, out of flags such as '-f, --follow' and '--limit <NUMBER>'. */
function longNamesIn(message: string): readonly string[] {
  const flags = message
    .split("option '")
    .slice(1)
    .map((rest) => rest.split("'", 1)[0] ?? '');
  return flags.flatMap((each) => each.split(/[ ,]/).find((word) => word.startsWith('--')) ?? []);
}

/** A word that is not one of a command's commands, with what was most likely meant. */
export function unknownCommand(named: string, parent: Command): GuardianError {
  const before = parent.parent === null ? '' : `${parent.name()} `;
  const command = `${before}${named}`;
  const guess = closestName(
    named,
    parent.commands.map((each) => each.name()),
  );
  return new GuardianError(
    guess === undefined
      ? { code: 'cli.usage.unknown_command', args: { command } }
      : { code: 'cli.usage.unknown_command_guess', args: { command, guess: `${before}${guess}` } },
  );
}

/** The command that was typed. Commander does not tell whose option it missed; values of options are no commands. */
function commandIn(argv: readonly string[], root: Command): Command {
  return argv.reduce((command, word) => command.commands.find((each) => each.name() === word) ?? command, root);
}

/** What a command takes: options of other commands are no help, least of all the very one that was typed. */
function longOptions(command: Command): string[] {
  const own = command.options.flatMap(({ long }) => long ?? []);
  return command.parent === null ? own : [...own, ...longOptions(command.parent)];
}
