/** Writes V8's code cache of the bundles of the command line, which `load-bundle.ts` loads. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { LoaderModule } from '../hooks/bundle-code.js';
import { writeBundleCode } from '../hooks/write-bundle-code.js';

/**
 * Writes the code of the bundles that were loaded without it, with the functions that this process has used. Never throws.
 *
 * @param directory absolute path of the cache of the run, where the code was looked for
 */
export function saveBundleCode(directory: string): void {
  const { cache } = createRequire(import.meta.url);
  for (const module of Object.values(cache)) {
    const { missingCode } = module as Partial<LoaderModule>;
    if (missingCode && dirname(missingCode.path) === directory) writeBundleCode(directory, missingCode);
  }
}
