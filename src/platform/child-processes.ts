/**
 * Reaches every child process that this thread starts, without loading `node:child_process`: all its functions, and those of
 * `node:cluster`, end in two bindings of Node (docs/notes/start.md).
 */

/** `spawn` of a binding. Its arguments differ between versions of Node. */
type Spawn = (this: unknown, ...args: unknown[]) => unknown;

interface ProcessPrototype {
  spawn: Spawn;
  kill: (this: unknown, signal: number) => number;
}

interface Bindings {
  (name: 'process_wrap'): { readonly Process: { readonly prototype: ProcessPrototype } };
  (name: 'spawn_sync'): { spawn: Spawn };
}

/** Returns variables to set in the environment of a child. @param given its environment */
export type ChildVariables = (given: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;

interface ChildExtension {
  readonly variablesOf: ChildVariables;
  readonly onUnknown: () => void;
}

/** The extensions of this thread, for all copies of this module. */
const KEY = Symbol.for('covermain.children');
const globals = globalThis as { [KEY]?: ChildExtension[] };

/**
 * Sets variables in the environment of each child process before it starts. If several calls set the same variable, the last
 * call does.
 *
 * @param onUnknown called before a child starts whose arguments have an unknown form, so that it keeps its environment
 * @throws Error if Node's permission model forbids the bindings
 */
export function extendChildEnvironments(variablesOf: ChildVariables, onUnknown: () => void): void {
  const extensions = globals[KEY] ?? [];
  if (extensions.length === 0) hookSpawn(extensions);
  extensions.push({ variablesOf, onUnknown });
  Object.defineProperty(globalThis, KEY, { value: extensions, configurable: true });
}

function hookSpawn(extensions: readonly ChildExtension[]): void {
  const extend = (spawn: Spawn): Spawn =>
    function (...args) {
      let extended: readonly unknown[] = args;
      for (const { variablesOf, onUnknown } of extensions) {
        const next = withVariables(extended, variablesOf);
        if (next === undefined) onUnknown();
        extended = next ?? extended;
      }
      return Reflect.apply(spawn, this, extended);
    };
  const { prototype } = bindingOf('process_wrap').Process;
  const synchronous = bindingOf('spawn_sync');
  prototype.spawn = extend(prototype.spawn);
  synchronous.spawn = extend(synchronous.spawn);
}

/**
 * Calls a function with the number of each signal that this thread sends to a child process, before it is sent.
 *
 * @throws as `extendChildEnvironments`
 */
export function onChildKill(callback: (signal: number) => void): void {
  const { prototype } = bindingOf('process_wrap').Process;
  const { kill } = prototype;
  prototype.kill = function (signal) {
    callback(signal);
    return Reflect.apply(kill, this, [signal]);
  };
}

/** Node's types lack the function, because programs should not need it. */
const bindingOf = ((name: string) =>
  (process as unknown as { readonly binding: (name: string) => unknown }).binding(name)) as Bindings;

/** Arguments of Node 22 and earlier, and of all synchronous calls. */
interface SpawnOptions {
  readonly file: unknown;
  /** Variables of the child, such as `PATH=/bin`. Without them it inherits the environment of this process. */
  readonly envPairs?: unknown;
}

/** Index of the same variables in the arguments `(file, args, cwd, envPairs, …)` of later versions. */
const ENVIRONMENT = 3;

/** @returns `undefined` for an unknown form */
function withVariables(
  args: readonly unknown[],
  variablesOf: ChildVariables,
): readonly unknown[] | undefined {
  const [first, ...rest] = args;
  const isObject = isSpawnOptions(first);
  if (!isObject && (typeof first !== 'string' || args.length <= ENVIRONMENT)) return undefined;
  const given = isObject ? first.envPairs : args[ENVIRONMENT];
  if (given === undefined || given === null) return args;
  if (!isTexts(given)) return undefined;
  const envPairs = setVariables(given, variablesOf);
  return isObject ? [Object.assign(first, { envPairs }), ...rest] : args.with(ENVIRONMENT, envPairs);
}

function isSpawnOptions(value: unknown): value is SpawnOptions {
  return typeof value === 'object' && value !== null && 'file' in value;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}

function setVariables(envPairs: readonly string[], variablesOf: ChildVariables): readonly string[] {
  const variables = variablesOf(Object.fromEntries(envPairs.map(splitPair)));
  const others = envPairs.filter((pair) => !Object.hasOwn(variables, splitPair(pair)[0]));
  return [...others, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)];
}

/** Splits a pair at the first `=` after its first character: on Windows, names of hidden variables begin with one. */
function splitPair(pair: string): readonly [name: string, value: string] {
  const end = pair.indexOf('=', 1);
  return end === -1 ? [pair, ''] : [pair.slice(0, end), pair.slice(end + 1)];
}
