/** Finds the commands in a script that start a Node program, and what they pass to it. */
import { basename } from 'node:path';
import {
  ENV_FILE_OPTIONS,
  isAssignment,
  isRunner,
  PRELOAD_OPTIONS,
  startsEnvironment,
  TYPESCRIPT_LOADER,
  valuedOptionsOf,
} from './runners.js';
import { type ScriptCommand, type ScriptWord, splitScript } from './script-words.js';

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
  /** Arguments of the app. */
  readonly args: readonly string[];
  /** The part before the runner that sets variables, as written, such as `NODE_ENV=development`; empty if there is none. */
  readonly environment: string;
  /** Modules that Node loads before the entry. */
  readonly preloads: readonly string[];
  /** Files that Node reads variables from. */
  readonly envFiles: readonly string[];
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

interface OptionValue {
  readonly name: string;
  readonly value: string;
  /** Position of the option among the words. */
  readonly index: number;
}

interface ReadOptions {
  readonly values: readonly OptionValue[];
  /** Words that are neither options nor their values. */
  readonly operands: readonly ScriptWord[];
}

/** @param valued options whose value is the next word */
function readOptions(words: readonly ScriptWord[], valued: ReadonlySet<string>): ReadOptions {
  const values: OptionValue[] = [];
  const operands: ScriptWord[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as ScriptWord;
    const [, name = '', value = ''] = /^(--?[^=]+)=(.*)$/s.exec(word.text) ?? [];
    if (name !== '') values.push({ name, value, index });
    else if (valued.has(word.text))
      values.push({ name: word.text, value: words[index + 1]?.text ?? '', index: index++ });
    else if (!word.text.startsWith('-')) operands.push(word);
  }
  return { values, operands };
}

function readPreparation(values: readonly OptionValue[]): Pick<StartCommand, 'preloads' | 'envFiles'> {
  const valuesOf = (names: ReadonlySet<string>) =>
    values.filter(({ name, value }) => names.has(name) && value !== '').map(({ value }) => value);
  return {
    preloads: valuesOf(PRELOAD_OPTIONS).filter((name) => !TYPESCRIPT_LOADER.test(name)),
    envFiles: valuesOf(ENV_FILE_OPTIONS),
  };
}

/** Returns the arguments of the app: the words up to a redirection such as `2>&1`. */
function argumentsOf(words: readonly ScriptWord[]): readonly string[] {
  const end = words.findIndex(({ text }) => /^\d*[<>]/.test(text));
  return words.slice(0, end === -1 ? words.length : end).map(({ text }) => text);
}

/** Returns the words before a runner that set variables, without those that start it, such as `npx`. */
function environmentOf(script: string, words: readonly ScriptWord[]): string {
  const [first] = words;
  if (!first || !startsEnvironment(first.text)) return '';
  const isKept = ({ text }: ScriptWord) => !/^(?:npx|yarn|pnpm|bunx|exec|-y|--yes)$/.test(text);
  return words
    .filter((word) => isKept(word) && !isLoaderSetting(word.text))
    .map((word) => textOf(script, [word]))
    .join(' ');
}

/** Whether a word makes Node load TypeScript, which `covermain manual` does itself. */
function isLoaderSetting(word: string): boolean {
  return word.startsWith('NODE_OPTIONS=') && /--loader|ts-node|tsx|swc|esbuild/.test(word);
}

/** Returns the text of words as written. */
function textOf(script: string, words: readonly ScriptWord[]): string {
  return script.slice(words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
}
