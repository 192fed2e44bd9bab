/** Recognizes whether Node itself compiles CommonJS modules, in its usual way. */
import Module from 'node:module';

interface Wrapping {
  readonly wrap: unknown;
  /** Text before and after a module. */
  readonly wrapper: readonly string[];
}

/** Whether a function is Node's `Module.prototype._compile`, not that of another tool. */
export function isGenuineCompile(compile: unknown): boolean {
  return Function.prototype.toString.call(compile).includes('wrapSafe(');
}

/** Returns a function that returns whether no tool has changed how Node wraps modules since. */
export function watchWrapping(): () => boolean {
  const current = Module as unknown as Wrapping;
  const { wrap, wrapper } = current;
  const [before, after] = wrapper;
  return () =>
    current.wrap === wrap && current.wrapper === wrapper && wrapper[0] === before && wrapper[1] === after;
}

/** A module as Node's loader sees it. */
export interface LoadedModule {
  readonly id: string;
}

/**
 * Whether Node compiles a module as CommonJS and runs it as it is. Node may stop at the start of the first module of a process for
 * a debugger.
 *
 * @param format arguments of `_compile` after the content and the file: the format that Node knows already
 */
export function isPlainModule({ id }: LoadedModule, [format, ...more]: readonly unknown[]): boolean {
  return id !== '.' && (format === undefined || format === 'commonjs') && more.length === 0;
}

/** Name of Node's symbol under which a module that runs is marked, for imports of it by ES modules. */
const EXECUTING = 'Symbol(kIsExecuting)';

/** Marks whether a module runs, as Node does. Node has marked it before. */
export function markExecuting(module: object, isExecuting: boolean): void {
  executing ??= Object.getOwnPropertySymbols(module).find((symbol) => String(symbol) === EXECUTING);
  if (executing) Object.assign(module, { [executing]: isExecuting });
}

let executing: symbol | undefined;
