/** Reads `fastify start`, the command of fastify-cli, which starts an app that is a plugin. */
import { readOptions } from './command-options.js';
import type { ScriptWord } from './script-words.js';

/** Options whose next word is their value. */
const VALUED_OPTIONS: ReadonlySet<string> = new Set([
  ...[
    '-p',
    '--port',
    '-T',
    '--plugin-timeout',
    '-g',
    '--close-grace-delay',
    '-l',
    '--log-level',
    '-a',
    '--address',
  ],
  ...[
    '-s',
    '--socket',
    '-x',
    '--prefix',
    '-L',
    '--logging-module',
    '-r',
    '--require',
    '-i',
    '--import',
    '-c',
  ],
  ...['--config', '-I', '--debug-port', '--debug-host', '--body-limit', '--ignore-watch', '--follow-watch'],
]);

/** Options that start the app in another process. */
const WATCH_OPTIONS = /^(?:-w|--watch)$/;

export interface FastifyStart {
  /** Name of the plugin as written. */
  readonly name: string;
  /** Arguments of `start`, the name among them. */
  readonly args: readonly string[];
}

/** Returns the plugin and the arguments; `undefined` for other commands. @param words after `fastify` */
export function readFastifyStart(words: readonly ScriptWord[]): FastifyStart | undefined {
  const { operands } = readOptions(words, VALUED_OPTIONS);
  const [command, plugin] = operands;
  if (command?.text !== 'start' || !plugin) return undefined;
  const args = words.filter((word) => word !== command && !WATCH_OPTIONS.test(word.text));
  return { name: plugin.text, args: args.map(({ text }) => text) };
}
