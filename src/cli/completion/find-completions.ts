/** Finds the candidates for the last word of a command line. */
import type { Argument, Command, Option } from 'commander';
import { type Candidate, type ListValuesOptions, listValues } from '../../commands/completion-values.js';
import { type Completable, readCompletable } from './command-line-words.js';
import { type ShellValues, valueKindsOf } from './value-kinds.js';

export interface Candidates {
  /** Whole words that the typed word can become, without repetition. */
  readonly candidates: readonly Candidate[];
  /** What the shell adds itself. */
  readonly shell: ShellValues | undefined;
}

/**
 * Returns the candidates for the last word.
 *
 * @param program the root command
 * @param words words after the name of the program; the last one is completed and may be empty
 */
export async function findCompletions(
  program: Command,
  words: readonly string[],
  options: ListValuesOptions,
): Promise<Candidates> {
  const completable = readCompletable(program, words);
  const { typed, prefix, value } = completable;
  const values = value ? await valuesOf(value, completable, options) : { candidates: [], shell: undefined };
  const found = [...optionsOf(completable), ...commandsOf(completable, program), ...values.candidates]
    .filter((candidate) => candidate.value.startsWith(typed) && isPrintable(candidate.value))
    .map((candidate) => ({ ...candidate, value: prefix + candidate.value }));
  const candidates = [...new Map(found.map((candidate) => [candidate.value, candidate])).values()];
  return { candidates, shell: typed.startsWith('-') && candidates.length > 0 ? undefined : values.shell };
}

async function valuesOf(
  value: Option | Argument,
  { command, given }: Completable,
  options: ListValuesOptions,
): Promise<Candidates> {
  const { choices, listed, shell } = valueKindsOf(value, command);
  const lists = await Promise.all(listed.map((kind) => listValues(kind, options)));
  return {
    candidates: [...choices.map((choice) => ({ value: choice, description: '' })), ...lists.flat()],
    // The arguments of a started program are most often files.
    shell: shell === 'commands' && given > 0 ? 'files' : shell,
  };
}

/** Options are only listed after a dash, because the arguments of most commands are more often wanted. */
function optionsOf({ command, typed, acceptsOptions }: Completable): readonly Candidate[] {
  if (!acceptsOptions || !typed.startsWith('-')) return [];
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, short, description }) =>
      [long, typed === '-' ? undefined : short].flatMap((name) =>
        name ? [{ value: name, description }] : [],
      ),
    );
}

/** Returns the subcommands, or for `help` the commands that it explains. */
function commandsOf(
  { command, acceptsCommands, value }: Completable,
  program: Command,
): readonly Candidate[] {
  const isHelp = command.name() === 'help' && value !== undefined;
  if (!acceptsCommands && !isHelp) return [];
  const parent = isHelp ? program : command;
  return parent
    .createHelp()
    .visibleCommands(parent)
    .map((one) => ({ value: one.name(), description: one.description() }));
}

/** A line break would end a candidate, and a tab its value. Names of sessions may contain both. */
function isPrintable(value: string): boolean {
  return !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value);
}
