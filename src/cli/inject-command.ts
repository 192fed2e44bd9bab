/** The command `inject`, and the flags of the seed's injector for Go, which Go's flag package spells with one dash. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { InjectOptions } from '../commands/inject.js';
import type { CommandOutput } from './output.js';
import { append } from './reading-command.js';

/** Options by the names that commander derives from the flags. */
interface InjectFlags extends Pick<InjectOptions, 'snippet' | 'remove' | 'check' | 'dryRun'> {
  readonly import: string;
  readonly function: string;
  readonly filename?: readonly string[];
}

/** Flags of Go's injector, and those of this command that mean the same. */
const GO_FLAGS: Readonly<Record<string, string>> = {
  filename: '--filename',
  pkg: '--import',
  injectfile: '--snippet',
};

const GO_FLAG = /^--?(filename|pkg|injectfile)(?==|$)/;

export function addInject(program: Command, { print, logLine }: CommandOutput): void {
  program
    .command('inject')
    .description('Add an import of covermain, and a snippet for main, to source files')
    .argument('[files...]', 'JavaScript and TypeScript files to change')
    .addOption(
      exclusive('--import <specifier>', 'Module to import')
        .argParser(requireSpecifier)
        .default('covermain/auto'),
    )
    .addOption(
      exclusive('--snippet <file>', 'Code for the start of the function: a file, trigger-file, or signal'),
    )
    .addOption(exclusive('--function <name>', 'Function that gets the snippet').default('main'))
    .option(
      '--check',
      'Change nothing; list the files that would change, and exit with code 1 if there are any',
    )
    .option('--dry-run', 'Change nothing; print a unified diff')
    .option('--remove', 'Remove the injected code')
    .addOption(new Option('--filename <file>').argParser(append).hideHelp())
    .addHelpText('after', '\nExample:\n  covermain inject --snippet trigger-file src/main.ts')
    .action(async (files: readonly string[], flags: InjectFlags, command: Command) => {
      const all = [...files, ...(flags.filename ?? [])];
      // A script may pass a variable that is not set.
      if (all.length === 0 || all.includes('')) command.error("error: missing required argument 'files'");
      const { injectCommand } = await import('../commands/inject.js');
      const { import: specifier, function: functionName, ...options } = flags;
      process.exitCode = await injectCommand({
        ...options,
        files: all,
        specifier,
        functionName,
        cwd: process.cwd(),
        print,
        logLine,
      });
    });
}

function requireSpecifier(specifier: string): string {
  if (/^[^\p{Cc}\u2028\u2029]+$/u.test(specifier)) return specifier;
  throw new InvalidArgumentError('expected the name or path of a module.');
}

/** Returns an option that makes no sense with `--remove`. */
function exclusive(flags: string, description: string): Option {
  return new Option(flags, description).conflicts('remove');
}

/** Returns the arguments with the flags of Go's injector, such as `-pkg=NAME`, replaced by those of this command. */
export function replaceGoFlags(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return args.map((arg, index) =>
    end === -1 || index < end ? arg.replace(GO_FLAG, (_, name: string) => GO_FLAGS[name] ?? name) : arg,
  );
}
