/**
 * Instruments files through the cache. Metas are written to the profile directory; callers get the instrumented code.
 */
import { createRequire } from 'node:module';
import type { Instrument, Instrumented } from '../instrument/index.js';
import { instrumentCompiled } from '../instrument/instrument-compiled.js';
import { type Hash, hashTexts } from '../platform/fast-hash.js';
import type { UnusableMap } from '../run-log/unusable-map.js';
import type { MetaKeeper } from '../runtime/meta-keeper.js';
import type { RunContext } from '../settings/run-context.js';
import type { CompiledFile } from '../source-maps/compiled-file.js';
import { openInstrumentCache } from './instrument-cache.js';
import { withMapComment } from './stack-positions/map-comment.js';
import { ENGINES_BUNDLE, type ThreadCache } from './thread-cache.js';

const require = createRequire(import.meta.url);

type Engines = typeof import('../instrument/index.js');

type MappedCode = Pick<Instrumented, 'code' | 'insertions' | 'map'>;

export interface InstrumentOfFileOptions {
  /** Called before anything is counted, if the source map cannot be used and the file would be counted as it stands. */
  readonly onUnusableMap: (defect: UnusableMap) => void;
  /** Whether a transpiler may read the code. @default false */
  readonly isTranspiled?: boolean;
}

/**
 * Returns the instrumented code of a file, followed by its source map.
 *
 * @throws the errors of the engine and of `onUnusableMap`
 */
export type CachedInstrument = (
  source: string,
  file: string,
  compiled: CompiledFile | undefined,
  options: InstrumentOfFileOptions,
) => string;

/** Returns a function that instruments files through the cache. @param caches `undefined` without a cache */
export function createCachedInstrument(
  run: RunContext,
  metaKeeper: MetaKeeper,
  caches: ThreadCache | undefined,
): CachedInstrument {
  const options = { ...run.instrument, root: run.root };
  const instrument = createLazyInstrument(run);
  const cache = caches && openInstrumentCache(caches.store);
  let rules: Hash | undefined;
  return (source, file, compiled, { onUnusableMap, isTranspiled = false }) => {
    rules ??= hashTexts([JSON.stringify([process.version, run.engine, options, run.selection])]);
    const inputMap = compiled?.map ? JSON.stringify(compiled.map) : '';
    const origin = { rules, file, source, inputMap };
    const cached = cache?.read(origin);
    /** Returns the code with its map. @param isTraced whether the map leads to original sources */
    const withMap = ({ code, insertions, map }: MappedCode, isTraced: boolean) =>
      withMapComment(code, file, {
        insertions,
        isTraced,
        readMap: map,
        isTranspiled,
      });
    const isCompiled = compiled?.map !== undefined;
    const known =
      cached && (cached.isUnchanged ? source : withMap({ ...cached, map: cached.readMap }, isCompiled));
    if (cached && known !== undefined) {
      for (const { hash, bytes } of cached.metas) metaKeeper.keep(bytes, hash);
      if (compiled?.defect) onUnusableMap(compiled.defect);
      // Node must compile an unchanged source, which may name a source map of its own.
      if (!cached.isUnchanged) caches?.code?.announce({ ...cached, text: known });
      return known;
    }
    const { instrumented, defect } = instrumentCompiled(instrument, source, file, compiled);
    if (defect) onUnusableMap(defect);
    const hashes = instrumented.metas.map((meta) => metaKeeper.keep(meta));
    // If the engine found out that the map cannot be used, a later run must find it out again, to report it.
    if (defect === compiled?.defect) cache?.add(origin, instrumented, hashes);
    return withMap(instrumented, isCompiled && !defect) ?? instrumented.code;
  };
}

/**
 * Returns the instrumenting function, which loads the engine on its first call: most processes find all files in the
 * cache.
 */
function createLazyInstrument({ engine, instrument, root }: RunContext): Instrument {
  let loaded: Instrument | undefined;
  return (...file) => {
    loaded ??= (require(ENGINES_BUNDLE) as Engines).createInstrument(engine, { ...instrument, root });
    return loaded(...file);
  };
}
