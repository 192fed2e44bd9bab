/** The cache of a run as a thread uses it. */
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

/** Bundle with the engines. Its path starts at any file in this directory. */
export const ENGINES_BUNDLE = '../instrument/engines.cjs';

/** Opens the cache of a run; `undefined` if it has none. */
export function openThreadCache({ cache }: RunContext, options?: CacheStoreOptions): ThreadCache | undefined {
  if (cache === null) return undefined;
  const store = openCacheStore(cache, buildVersion(), options);
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

/** Returns a text that differs between builds, because their files differ in modification time or size. */
function buildVersion(): string {
  const files = ['', ENGINES_BUNDLE].map((file) => fileURLToPath(new URL(file, import.meta.url)));
  // The bundles do not exist when our own tests run the sources.
  const stats = files.map((file) => statSync(file, { throwIfNoEntry: false }));
  return stats.map((stat) => `${stat?.mtimeMs} ${stat?.size}`).join(' ');
}
