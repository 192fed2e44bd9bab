/**
 * V8's code cache for CommonJS modules: the bytecode of a module, which saves V8 from compiling it again. It is written in the
 * first run that finds the instrumented code of the module in the cache, after the module has run, so that it contains the
 * functions that a start needs.
 *
 * V8 accepts the code cache of any other text of the same length, and does not look for damage. So each one is an entry of the
 * cache, whose data is verified, and its key depends on the whole content of the entry with the instrumented code. A code cache
 * also contains the path of its file, which stack traces show: a copied project has the same code in files with other paths.
 */
import vm from 'node:vm';
import type { CacheStore } from '../cache/cache-store.js';
import { clock } from '../platform/clock.js';
import { type Hash, hashTexts } from '../platform/fast-hash.js';
import { PARAMETERS, SCOPE_STUB } from './module-scope.js';
import { compilerOptions } from './usable-code-cache.js';

/** Instrumented code from the cache, and the text that is loaded for it. */
export interface LoadedCode {
  readonly code: string;
  /** The code, followed by the comment that names its source map. */
  readonly text: string;
  /** Hash of the cache entry. */
  readonly checksum: Hash;
  /** Whether it may call `import()`. */
  readonly mayImport: boolean;
}

export interface CompiledModule {
  /** Function with the parameters of a CommonJS module. */
  readonly run: (...scope: readonly unknown[]) => unknown;
  /** Text that Node compiles instead: it returns the parameters, and names the source map of the module. */
  readonly stub: string;
}

export interface CodeCache {
  /** Announces the text that the loader compiles next. */
  readonly announce: (loaded: LoadedCode) => void;
  /**
   * Compiles the announced text.
   *
   * @param file absolute path
   * @returns `undefined` if the text is another one, or must be compiled by Node
   */
  readonly compile: (text: string, file: string) => CompiledModule | undefined;
  /** Writes the missing code caches at the end of the thread, as far as there is time. */
  readonly close: () => void;
}

// The app may replace these later.
const { Script, constants } = vm;
const { setTimeout } = globalThis;
const { uptime } = process;

/** Line before a module, which starts in a line of its own so that its columns are right. */
const FIRST_LINE = `(function (${PARAMETERS.join(', ')}) {`;

/** Milliseconds after the last module was compiled in which more are expected. */
const CREATION_DELAY = 1_000;

/** Maximum milliseconds that the creation takes at once while the program runs. */
const MAX_SLICE = 5;

/** Maximum milliseconds that the creation takes at the end of the program. */
const MAX_END = 150;

/** Maximum share of the program's running time that the creation takes at its end. The next runs create the rest. */
const MAX_END_SHARE = 0.1;

/** Milliseconds between two slices. */
const PAUSE = 50;

/** Characters of the largest module whose code cache is created while the program runs: it takes a few milliseconds. */
const MAX_SLICE_LENGTH = 100_000;

/** Opens the code caches in a store. @param store the cache of this thread */
export function openCodeCache(store: CacheStore): CodeCache {
  const version = hashTexts(['v8 code', process.version, process.arch, ...compilerOptions()]);
  let announced: LoadedCode | undefined;
  /** Modules without a code cache. */
  let uncached: { readonly key: Hash; readonly script: vm.Script; readonly length: number }[] = [];
  let compiledAt = 0;
  let isScheduled = false;

  /** Creates code caches of modules up to a length, until the time is over. */
  const create = (milliseconds: number, maxLength: number) => {
    const end = clock() + milliseconds;
    const rest: typeof uncached = [];
    for (const module of uncached) {
      if (module.length > maxLength || clock() > end) rest.push(module);
      else store.add(module.key, module.script.createCachedData());
    }
    uncached = rest;
  };
  const schedule = (milliseconds: number) => {
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      const wait = compiledAt + CREATION_DELAY - clock();
      if (wait > 0) return schedule(wait);
      create(MAX_SLICE, MAX_SLICE_LENGTH);
      if (uncached.some(({ length }) => length <= MAX_SLICE_LENGTH)) schedule(PAUSE);
    }, milliseconds).unref();
  };
  const expectCreation = (key: Hash, script: vm.Script, length: number) => {
    uncached.push({ key, script, length });
    compiledAt = clock();
    if (!isScheduled) schedule(CREATION_DELAY);
  };

  return {
    announce(loaded) {
      announced = loaded;
    },
    compile(text, filename) {
      const loaded = announced;
      announced = undefined;
      // For an `import()` in such a script, Node warns that its loader is experimental there.
      if (loaded?.text !== text || loaded.mayImport) return undefined;
      const { code, checksum } = loaded;
      const key = hashTexts([filename], version).map((word, index) => word ^ (checksum[index] ?? 0));
      const cachedData = store.read(key)?.data;
      try {
        // With the comment, because Node prints the original line of an uncaught error only if V8 knows a source map.
        const script = new Script(`${FIRST_LINE}\n${text}\n})`, {
          filename,
          lineOffset: -1,
          // For rare ways to evaluate text with an `import()`.
          importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
          ...(cachedData ? { cachedData } : {}),
        });
        if (!cachedData || script.cachedDataRejected) expectCreation(key, script, code.length);
        return { run: script.runInThisContext(), stub: `${SCOPE_STUB}${text.slice(code.length)}` };
      } catch {
        return undefined; // not CommonJS: Node decides what it is, and reports errors
      }
    },
    close() {
      const milliseconds = Math.min(MAX_END, 1_000 * MAX_END_SHARE * uptime());
      create(milliseconds, Number.POSITIVE_INFINITY);
    },
  };
}
