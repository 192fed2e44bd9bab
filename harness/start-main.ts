/** Starts the app from the module that `load` returns. */
import { closerOf, isCallable, memberOf } from './closable.js';

/**
 * Loads the app. Returns the module's namespace, or the result of a `main` that it has called itself, or a promise of
 * either.
 */
export type LoadApp = () => unknown;

export interface StartedApp {
  /** Cause of the app's start: the named export `main`, the default export, or loading the module. */
  readonly started: 'main' | 'default' | 'load';
  /** Value to close when the window ends, if it can be closed. */
  readonly value: unknown;
}

/**
 * Loads the app and calls its main: the named export `main`, or else a default export that is a function without required
 * parameters. (An Express app is a function too, but not a main.) A module with neither has started when it was imported,
 * and is closed with the `close` that it or its default export has.
 *
 * @throws the error of loading or of `main`
 */
export async function startMain(load: LoadApp): Promise<StartedApp> {
  const loaded = await load();
  const main = findMain(loaded);
  if (main) return { started: main.name, value: await main.call() };
  const exported = memberOf(loaded, 'default');
  const isExportClosed =
    typeof exported === 'object' && !closerOf(loaded) && closerOf(exported) !== undefined;
  return { started: 'load', value: isExportClosed ? exported : loaded };
}

interface Main {
  readonly name: 'main' | 'default';
  readonly call: () => unknown;
}

function findMain(loaded: unknown): Main | undefined {
  // An imported CommonJS module has its exports in `default`. If it was compiled from an ES module, those have a `default`.
  const namespaces = [loaded, memberOf(loaded, 'default')];
  for (const namespace of namespaces) {
    const main = memberOf(namespace, 'main');
    if (typeof main === 'function') return { name: 'main', call: () => main.call(namespace) };
  }
  for (const namespace of namespaces) {
    const main = memberOf(namespace, 'default');
    if (isCallable(main)) return { name: 'default', call: () => main.call(undefined) };
  }
  return undefined;
}
