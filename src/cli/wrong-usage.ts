import type { Command, CommanderError } from 'commander';
import { GuardianError } from '../text/guardian-error.js';
import type { Saying } from '../text/texts.js';
import { closestName } from '../validation/closest-name.js';

/** Commander's complaint about a command line in our own words, with what was most likely meant. */
export function wrongUsage(error: CommanderError, root: Command): GuardianError {
  return new GuardianError(sayingOf(error, root));
}

function sayingOf({ code, message }: CommanderError, root: Command): Saying {
  // A value behind the equals sign of an unknown option may be a secret.
  const named = /'([^'=]*)/.exec(message)?.[1] ?? '';
  switch (code) {
    case 'commander.help':
      return { code: 'cli.usage.no_command', args: {} };
    case 'commander.unknownCommand':
      return unknownCommand(named, root).saying;
    case 'commander.unknownOption': {
      const guess = closestName(named, longOptions(root));
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
    default:
      return { code: 'cli.usage', args: { reason: message.replace(/^error: /, '') } };
  }
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

function longOptions(command: Command): string[] {
  return [...command.options.flatMap(({ long }) => long ?? []), ...command.commands.flatMap(longOptions)];
}
