/** From what `load` gives to a running app, and what it left to be closed. */

import { closerOf, isCallable, memberOf } from './closable.js';

/** Loads the app: gives its module's namespace, or what a main that it called itself returned, or a promise of it. */
export type LoadApp = () => unknown;

export interface StartedApp {
  /** What started it: the named export `main`, the default export, or the loading itself. */
  readonly started: 'main' | 'default' | 'load';
  /** What can be closed when the window ends, if anything. */
  readonly value: unknown;
}

/**
 * Loads the app and calls its `main`: the named export `main`, else a default export that is a function without
 * required parameters (an Express app is a function too, and no main). A module with neither has started by
 * being imported; it is closed by the `close` it exports, or by that of its default export.
 *
 * @throws whatever loading or `main` throws
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
  // Imported CommonJS has its exports in `default`, and where it was an ES module, its default export in that.
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
