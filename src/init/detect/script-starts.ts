/** Lists the commands of the scripts in package.json that start the app. */
import { splitScript } from './script-words.js';
import { type FileResolver, findStartCommands, type StartCommand } from './start-commands.js';

export interface ScriptStart {
  /** Name of the script that a person calls. */
  readonly script: string;
  /** Whether the script has an unusual name, such as `start:api`, so that it may start something else than the app. */
  readonly isVariant: boolean;
  readonly command: StartCommand;
}

/** Scripts that start apps, the usual ones first. */
const SCRIPTS = [
  ...['start', 'start:dev', 'dev', 'develop', 'serve', 'server', 'start:local', 'start:prod', 'start:server'],
  ...['dev:server', 'watch'],
];

/** Scripts that start one of several apps, such as `start:api`, or an app in another way. */
const VARIANT = /^(?:start|dev|develop|serve|server)[:._-][\w:./-]+$/;

/** Programs that run other scripts of the same package. */
const SCRIPT_RUNNERS = /^(?:npm|pnpm|yarn|bun|npm-run-all|run-s|run-p|concurrently)$/;

/** Words that make a package manager run scripts of other packages. */
const OTHER_PACKAGES =
  /^(?:-w|--workspaces?|-ws|--filter|-F|--prefix|-C|--cwd|--dir|-r|--recursive|workspaces?|cd)(?:=|$)/;

/** Returns the names of the scripts that may start the app, `start` first. */
export function listStartScripts(scripts: Readonly<Record<string, string>>): readonly string[] {
  const usual = SCRIPTS.filter((name) => Object.hasOwn(scripts, name));
  return [...new Set([...usual, ...Object.keys(scripts).filter((name) => VARIANT.test(name))])];
}

/** Returns the commands that start the app, those of `start` first. */
export function listScriptStarts(
  scripts: Readonly<Record<string, string>>,
  resolver: FileResolver,
): readonly ScriptStart[] {
  return listStartScripts(scripts).flatMap((script) =>
    expandScript(script, scripts).flatMap((text) =>
      findStartCommands(text, resolver).map((command) => ({
        script,
        isVariant: !SCRIPTS.includes(script),
        command,
      })),
    ),
  );
}

/**
 * Returns the texts of a script and of the scripts that it runs.
 *
 * @param visited names of the scripts on the way to this one, which may run each other
 */
function expandScript(
  name: string,
  scripts: Readonly<Record<string, string>>,
  visited: ReadonlySet<string> = new Set(),
): readonly string[] {
  const text = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  if (text === undefined || visited.has(name)) return [];
  const words = splitScript(text).map((command) => command.map((word) => word.text));
  if (words.some((command) => command.some((word) => OTHER_PACKAGES.test(word)) && runsScripts(command)))
    return [];
  const called = words
    .filter(runsScripts)
    .flat()
    .map((word) => word.replace(/^npm:/, ''));
  const nested = called.flatMap((script) => expandScript(script, scripts, new Set([...visited, name])));
  return [text, ...nested];
}

function runsScripts([first = '']: readonly string[]): boolean {
  return SCRIPT_RUNNERS.test(first) || first === 'cd';
}
