/** Kinds of values of options and arguments, from their placeholders in the help. */
import { Argument, type Command, type Option } from 'commander';
import type { ListedValues } from '../../commands/completion-values.js';

/** Values that a shell completes itself, without candidates of covermain. */
export type ShellValues = 'files' | 'directories' | 'commands';

export interface ValueKinds {
  /** Fixed texts, such as `off`. */
  readonly choices: readonly string[];
  readonly listed: readonly ListedValues[];
  readonly shell: ShellValues | undefined;
}

/** Kinds by the name of a placeholder. Values of other kinds, such as durations, cannot be completed. */
const LISTED: Readonly<Record<string, ListedValues>> = {
  'option --reporter': 'reporters',
  'option --signal': 'signals',
  'option --snippet': 'snippets',
  'argument session end name': 'sessions',
  pid: 'pids',
  id: 'runs',
  ref: 'refs',
};

const SHELL: Readonly<Record<string, ShellValues>> = {
  directory: 'directories',
  file: 'files',
  files: 'files',
  inputs: 'files',
  directories: 'files',
  first: 'files',
  others: 'files',
  line: 'files',
  entry: 'files',
  arguments: 'files',
  'argument run command': 'commands',
  'option --package': 'directories',
};

/** Placeholders of values that cannot be completed. Other names are fixed texts. */
const FREE: ReadonlySet<string> = new Set([
  'duration',
  'glob',
  'hash',
  'host',
  'name',
  'package',
  'percentage',
  'port',
  'size',
  'text',
  'url',
  'command',
  'number',
  'urls',
  'labels',
  'namespace',
  'context',
  'container',
]);

/** Returns which values an option or argument of a command takes. */
export function valueKindsOf(value: Option | Argument, command: Command): ValueKinds {
  const [own, placeholder] =
    value instanceof Argument
      ? [`argument ${pathOf(command)} ${value.name()}`, value.name()]
      : [`option ${value.long}`, /[<[]([^>\]]+)[>\]]/.exec(value.flags)?.[1] ?? ''];
  const names = placeholder.split('|').map((name) => name.replace(/\.\.\.$/, ''));
  const keys = [own, ...names];
  const fixed = names.filter((name) => !(name in LISTED || name in SHELL || FREE.has(name)));
  return {
    choices: value.argChoices ?? fixed,
    listed: keys.flatMap((key) => LISTED[key] ?? []),
    shell: keys.flatMap((key) => SHELL[key] ?? [])[0],
  };
}

/** Returns the names of a command and its parents, without that of the program. */
function pathOf(command: Command): string {
  const names: string[] = [];
  for (let one: Command | null = command; one?.parent; one = one.parent) names.unshift(one.name());
  return names.join(' ');
}
