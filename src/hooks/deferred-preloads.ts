/**
 * Defers the app's preloads in a hooks thread that covermain has started. Node runs all `--require` preloads in that
 * thread, too. Without covermain there would be no such thread, and a preload that opens a port would open it twice.
 * Once the app registers hooks of its own there would be, so the deferred preloads run then.
 */

/** Set while covermain starts the hooks thread, which inherits it. */
export const HOOKS_THREAD = 'COVERMAIN_HOOKS_THREAD';

const KEY = Symbol.for('covermain.deferred-preloads');

interface PreloadModule {
  readonly id: string;
}

/** The part of `node:module` that loads a CommonJS module. */
export interface ModuleLoader {
  _load(request: string, parent: PreloadModule | undefined, isMain: boolean): unknown;
}

const globals = global as { [KEY]?: () => void };

/** Makes Node skip the preloads that follow the running one. */
export function deferPreloads(loader: ModuleLoader): void {
  const { _load } = loader;
  const deferred: (() => void)[] = [];
  loader._load = function (request, parent, isMain) {
    if (parent?.id !== 'internal/preload') return _load.call(this, request, parent, isMain);
    deferred.push(() => _load.call(this, request, parent, isMain));
    return {};
  };
  globals[KEY] = () => {
    loader._load = _load;
    delete globals[KEY];
    for (const run of deferred) run();
  };
}

/** Runs the skipped preloads, if there are any that have not run. */
export function runDeferredPreloads(): void {
  globals[KEY]?.();
}
