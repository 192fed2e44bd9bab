/** From what `load` gives to a running app, and what it left to be closed. */

import { isClosable } from './close-app.js';

/** Loads the app: its module's namespace, or what its main returned, or a promise of either. */
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
  return { started: 'load', value: !isClosable(loaded) && isClosable(exported) ? exported : loaded };
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
    if (isMain(main)) return { name: 'default', call: () => main.call(undefined) };
  }
  return undefined;
}

function memberOf(value: unknown, name: string): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined;
  return (value as Record<string, unknown>)[name];
}

function isMain(value: unknown): value is () => unknown {
  return typeof value === 'function' && value.length === 0 && !/^class\b/.test(String(value));
}
