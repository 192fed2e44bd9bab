/**
 * Loads covermain's own dependencies in an app's process. They are not measured, and the app does not share them: if it
 * requires the same package, Node loads that package again for the app, with the hooks.
 */
import Module from 'node:module';

/** The cache of `require`, as Node's loader reads it for each call. */
interface ModuleLoader {
  _cache: NodeJS.Dict<NodeModule>;
}

const ownCache: NodeJS.Dict<NodeModule> = Object.create(null);

let isActive = false;

/** Whether the modules that are loaded now are covermain's own. */
export function isLoadingOwnModules(): boolean {
  return isActive;
}

/** Calls a synchronous function that may load covermain's own modules. */
export function withOwnModules<Result>(act: () => Result): Result {
  if (isActive) return act();
  const loader = Module as unknown as ModuleLoader;
  const appCache = loader._cache;
  loader._cache = ownCache;
  isActive = true;
  try {
    return act();
  } finally {
    isActive = false;
    loader._cache = appCache;
  }
}
