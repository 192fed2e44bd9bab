/** Loads the library that decodes mappings with the first map that needs it: every process of a run preloads the hooks. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export function loadTraceMapping(): typeof import('@jridgewell/trace-mapping') {
  return require('@jridgewell/trace-mapping') as typeof import('@jridgewell/trace-mapping');
}
