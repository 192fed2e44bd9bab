/** Notices that the app may start threads: that it loads `node:worker_threads`, which most processes never do. */
import Module from 'node:module';
import { isMainThread } from '../platform/this-thread.js';

/** `Module._load`, which all forms of `require` call. Node's types lack it. */
interface Loader {
  _load: (this: unknown, request: unknown, ...rest: unknown[]) => unknown;
}

const NAMES: ReadonlySet<unknown> = new Set(['worker_threads', 'node:worker_threads']);

/**
 * Calls a function once, before the app gets Node's module.
 *
 * @returns a function that makes the call now; for ES modules, whose imports of Node's modules cannot be seen
 */
export function beforeThreads(prepare: () => void): () => void {
  const loader = Module as unknown as Loader;
  const { _load } = loader;
  const { getBuiltinModule } = process;
  let isPrepared = false;
  const prepareOnce = () => {
    if (isPrepared) return;
    isPrepared = true;
    if (loader._load === load) loader._load = _load;
    if (process.getBuiltinModule === getModule) process.getBuiltinModule = getBuiltinModule;
    prepare();
  };
  const load: Loader['_load'] = function (request, ...rest) {
    if (NAMES.has(request)) prepareOnce();
    return Reflect.apply(_load, this, [request, ...rest]);
  };
  const getModule = ((name: string) => {
    if (NAMES.has(name)) prepareOnce();
    return getBuiltinModule(name);
  }) as typeof getBuiltinModule;
  loader._load = load;
  process.getBuiltinModule = getModule;
  if (!isMainThread || isLoaded()) prepareOnce();
  return prepareOnce;
}

/** Whether another preload has loaded the module. */
function isLoaded(): boolean {
  const { moduleLoadList } = process as unknown as { readonly moduleLoadList?: Iterable<string> };
  return [...(moduleLoadList ?? [])].includes('NativeModule worker_threads');
}
