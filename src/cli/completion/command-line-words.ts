/** Finds out what the last word of an unfinished command line can be. */
import type { Argument, Command, Option } from 'commander';

/** What can be completed at the end of a command line. */
export interface Completable {
  /** The innermost command. */
  readonly command: Command;
  /** Text before the completed part in the last word, such as `--reporter=`. */
  readonly prefix: string;
  /** Part of the last word that is completed. */
  readonly typed: string;
  /** Whether options of the command can follow. */
  readonly acceptsOptions: boolean;
  /** Whether subcommands of the command can follow. */
  readonly acceptsCommands: boolean;
  /** Option or argument whose value follows. */
  readonly value: Option | Argument | undefined;
  /** Number of arguments before the last word. */
  readonly given: number;
}

/** State while the words are read from the left. */
interface Reading {
  readonly command: Command;
  /** Option that takes the next word. */
  readonly pending: Option | undefined;
  /** Number of arguments of the command so far. */
  readonly given: number;
  /** Whether all that follows is an argument. */
  readonly isLiteral: boolean;
}

/**
 * Reads the words of a command line.
 *
 * @param program the root command
 * @param words words after the name of the program; the last one is completed and may be empty
 */
export function readCompletable(program: Command, words: readonly string[]): Completable {
  const last = words.at(-1) ?? '';
  const start: Reading = { command: program, pending: undefined, given: 0, isLiteral: false };
  const { command, pending, given, isLiteral } = words.slice(0, -1).reduce(readWord, start);
  const base = { command, given, prefix: '', typed: last, acceptsOptions: false, acceptsCommands: false };
  if (pending && (pending.required || !last.startsWith('-'))) return { ...base, value: pending };
  const [, name = '', typed = ''] = /^(--[^=]+)=(.*)$/s.exec(last) ?? [];
  const option = isLiteral || name === '' ? undefined : findOption(command, name);
  if (option) return { ...base, prefix: `${name}=`, typed, value: option };
  return {
    ...base,
    acceptsOptions: !isLiteral,
    acceptsCommands: !isLiteral && given === 0,
    value: argumentAt(command, given),
  };
}

function readWord({ command, pending, given, isLiteral }: Reading, word: string): Reading {
  const next: Reading = { command, pending: undefined, given, isLiteral };
  if (pending && (pending.required || !word.startsWith('-'))) return next;
  if (!isLiteral && word === '--') return { ...next, isLiteral: true };
  if (!isLiteral && word.startsWith('-')) return { ...next, pending: optionWithValue(command, word) };
  const subcommand = isLiteral || given > 0 ? undefined : findSubcommand(command, word);
  if (subcommand) return { ...next, command: subcommand };
  // The arguments of a started program are its own.
  return { ...next, given: given + 1, isLiteral: isLiteral || startsProgram(command) };
}

/** Returns a subcommand. The list of commands that the help shows also contains `help`. */
function findSubcommand(command: Command, name: string): Command | undefined {
  return command
    .createHelp()
    .visibleCommands(command)
    .find((one) => one.name() === name);
}

/** Whether all words after the first argument belong to another program. */
function startsProgram(command: Command): boolean {
  return command.registeredArguments.at(-1)?.variadic === true && command.usage().includes('arguments');
}

/** Returns the option that takes the word after it. */
function optionWithValue(command: Command, word: string): Option | undefined {
  const option = word.includes('=') ? undefined : findOption(command, word);
  return option?.required || option?.optional ? option : undefined;
}

function findOption(command: Command, word: string): Option | undefined {
  return command.options.find(({ long, short }) => word === long || word === short);
}

function argumentAt({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic ? last : undefined);
}
