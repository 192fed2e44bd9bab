/** The cache of a run as a thread uses it. */
import { type CacheStore, type CacheStoreOptions, openCacheStore } from '../cache/cache-store.js';
import type { RunContext } from '../settings/run-context.js';
import { type CodeCache, openCodeCache } from './code-cache.js';
import { canUseCodeCache } from './usable-code-cache.js';

export interface ThreadCache {
  /** Instrumented code, decisions about files and code caches. */
  readonly store: CacheStore;
  /** `undefined` if Node must compile all modules itself. */
  readonly code: CodeCache | undefined;
  /** Writes the rest at the end of the thread. */
  readonly close: () => void;
}

/** Hash of all bundles. npm gives the files of each version the same time, and two versions of a file may have the same size. */
declare const BUILD_ID: string | undefined;

/** Text that identifies covermain's build. Our own tests run the sources. */
const BUILD = typeof BUILD_ID === 'string' ? BUILD_ID : 'sources';

/** Bundle with the engines. Its path starts at any file in this directory. */
export const ENGINES_BUNDLE = '../instrument/engines.cjs';

/** Opens the cache of a run; `undefined` if it has none. */
export function openThreadCache({ cache }: RunContext, options?: CacheStoreOptions): ThreadCache | undefined {
  if (cache === null) return undefined;
  const store = openCacheStore(cache, BUILD, options);
  const code = canUseCodeCache() ? openCodeCache(store) : undefined;
  return {
    store,
    code,
    close() {
      code?.close();
      store.close();
    },
  };
}
