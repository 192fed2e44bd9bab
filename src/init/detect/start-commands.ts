/** Finds the commands in a script that start a Node program, and what they pass to it. */
import { basename } from 'node:path';
import { type OptionValue, readOptions } from './command-options.js';
import { readFastifyStart } from './fastify-start.js';
import {
  ENV_FILE_OPTIONS,
  isAssignment,
  isRunner,
  PRELOAD_OPTIONS,
  TYPESCRIPT_LOADER,
  valuedOptionsOf,
} from './runners.js';
import { type ScriptCommand, type ScriptWord, splitScript, textOf } from './script-words.js';
import { environmentOf } from './start-environment.js';

/** A command that starts a program. */
export interface StartCommand {
  /** Name of the program that runs the entry, such as `node`, `tsx` or `nest`. */
  readonly runner: string;
  /** The command as written. */
  readonly text: string;
  /** Name of the entry as written; empty for `nest start`, which needs none. */
  readonly name: string;
  /** Absolute path of the module that it starts. */
  readonly file: string;
  /** Arguments of the app; for `fastify start`, those of `start`. */
  readonly args: readonly string[];
  /** The part before the runner that sets variables, as written, such as `NODE_ENV=development`; empty if there is none. */
  readonly environment: string;
  /** Modules that Node loads before the entry. */
  readonly preloads: readonly string[];
  /** Files that Node reads variables from. The last one that has a variable wins. */
  readonly envFiles: readonly EnvFile[];
}

export interface EnvFile {
  /** As written. */
  readonly path: string;
  readonly mayBeMissing: boolean;
}

/** Finds the files that commands name. */
export interface FileResolver {
  /** Returns the absolute path of the file that a word names. */
  readonly resolve: (name: string) => string | undefined;
  /** Returns the absolute path of the entry of `nest start`. @param app name of an app of a Nest monorepo */
  readonly resolveNestEntry: (app: string | undefined) => string | undefined;
}

/** Returns the commands of a script that start a file of the project, in order. */
export function findStartCommands(script: string, resolver: FileResolver): readonly StartCommand[] {
  return splitScript(script).flatMap((command) => {
    const found = readStartCommand(script, command, resolver);
    return found ? [found] : command.flatMap(({ text }) => findInArgument(text, script, resolver));
  });
}

/** Finds commands in an argument that is a command line, as those of `concurrently` and `nodemon --exec` are. */
function findInArgument(text: string, script: string, resolver: FileResolver): readonly StartCommand[] {
  return /\s/.test(text) && text.length < script.length ? findStartCommands(text, resolver) : [];
}

function readStartCommand(
  script: string,
  command: ScriptCommand,
  resolver: FileResolver,
): StartCommand | undefined {
  const runnerAt = command.findIndex(({ text }) => isRunner(basename(text)));
  const at = runnerAt === -1 ? command.findIndex(({ text }) => !isAssignment(text)) : runnerAt;
  const invocation = readInvocation(command.slice(at), resolver);
  if (!invocation) return undefined;
  return {
    ...invocation,
    text: textOf(script, command.slice(at)),
    environment: environmentOf(script, command.slice(0, at)),
  };
}

/** Reads the words of a command from its program on. */
function readInvocation(
  [program, ...words]: readonly ScriptWord[],
  { resolve, resolveNestEntry }: FileResolver,
): Omit<StartCommand, 'text' | 'environment'> | undefined {
  const name = program?.text ?? '';
  const runner = basename(name);
  if (!isRunner(runner)) return readDirectStart(name, words, resolve);
  if (runner === 'fastify') return readPluginStart(words, resolve);
  const { values, operands } = readOptions(words, valuedOptionsOf(runner));
  const isNest = runner === 'nest';
  const at = operands.findIndex(({ text }) => (isNest ? text === 'start' : resolve(text) !== undefined));
  const given = operands[at]?.text;
  if (given === undefined) return undefined;
  const file = isNest ? resolveNestEntry(operands[at + 1]?.text) : resolve(given);
  const entryWord = words.indexOf(operands[at] as ScriptWord);
  const args = isNest ? [] : argumentsOf(words.slice(entryWord + 1));
  const before = isNest ? [] : values.filter(({ index }) => index < entryWord);
  return file === undefined
    ? undefined
    : { runner, name: isNest ? '' : given, file, args, ...readPreparation(before) };
}

/** Reads a command whose program is a file of the project, such as `./bin/www`. */
function readDirectStart(
  name: string,
  words: readonly ScriptWord[],
  resolve: FileResolver['resolve'],
): Omit<StartCommand, 'text' | 'environment'> | undefined {
  const file = /[/\\]/.test(name) && !name.includes('node_modules') ? resolve(name) : undefined;
  if (file === undefined) return undefined;
  return { runner: 'node', name, file, args: argumentsOf(words), preloads: [], envFiles: [] };
}

function readPluginStart(
  words: readonly ScriptWord[],
  resolve: FileResolver['resolve'],
): Omit<StartCommand, 'text' | 'environment'> | undefined {
  const start = readFastifyStart(upToRedirection(words));
  const file = start && resolve(start.name);
  if (!start || file === undefined) return undefined;
  return { runner: 'fastify', ...start, file, preloads: [], envFiles: [] };
}

function readPreparation(values: readonly OptionValue[]): Pick<StartCommand, 'preloads' | 'envFiles'> {
  const given = values.filter(({ value }) => value !== '');
  const preloads = given.filter(({ name }) => PRELOAD_OPTIONS.has(name)).map(({ value }) => value);
  return {
    preloads: preloads.filter((name) => !TYPESCRIPT_LOADER.test(name)),
    envFiles: given.flatMap(({ name, value }) => {
      const mayBeMissing = ENV_FILE_OPTIONS.get(name);
      return mayBeMissing === undefined ? [] : [{ path: value, mayBeMissing }];
    }),
  };
}

/** Returns the arguments of the app. */
function argumentsOf(words: readonly ScriptWord[]): readonly string[] {
  return upToRedirection(words).map(({ text }) => text);
}

/** Returns the words before a redirection such as `2>&1`. */
function upToRedirection(words: readonly ScriptWord[]): readonly ScriptWord[] {
  const end = words.findIndex(({ text }) => /^\d*[<>]/.test(text));
  return words.slice(0, end === -1 ? words.length : end);
}
