/**
 * Instruments files through the cache. Metas are written to the profile directory; callers get the instrumented code.
 */
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Instrument, Instrumented } from '../instrument/index.js';
import { contentKeyOf } from '../platform/content-key.js';
import { linkMeta } from '../profile/store/write-profile.js';
import type { MetaKeeper } from '../runtime/meta-keeper.js';
import type { RunContext } from '../settings/run-context.js';
import type { CompiledFile } from '../source-maps/compiled-file.js';
import { isTranspiled } from './first-module.js';
import { type CachedCode, openInstrumentCache } from './instrument-cache.js';

const require = createRequire(import.meta.url);

type Engines = typeof import('../instrument/index.js');

const ENGINES = '../instrument/engines.cjs';

/**
 * Returns a function that returns the instrumented code of a file, followed by its source map or the name of its map
 * file. The function throws the errors of the engine.
 */
export function createCachedInstrument(
  run: RunContext,
  metaKeeper: MetaKeeper,
): (source: string, file: string, compiled: CompiledFile | undefined) => string {
  const { engine, directory } = run;
  const options = { ...run.instrument, root: run.root };
  const instrument = createLazyInstrument(run);
  if (run.cache === null) {
    return (source, file, compiled) =>
      withInlineMap(keep(metaKeeper, instrument(source, file, compiled?.map, compiled?.isSourceCounted)));
  }
  const cacheDirectory = run.cache;
  const cache = openInstrumentCache(cacheDirectory);
  let rules: string | undefined;
  /** Node reads a source map from a separate file much faster, but a transpiler reads only an inline source map. */
  const withMap = ({ text, readCodeAndMap }: CachedCode) =>
    isTranspiled() ? withInlineMap(readCodeAndMap()) : text;
  const isLinked = ({ metas }: CachedCode) => {
    try {
      for (const meta of metas) linkMeta(directory, cacheDirectory, meta);
      return true;
    } catch {
      return false; // the meta is gone from the cache, or writing it below reports why the directory is unwritable
    }
  };
  return (source, file, compiled) => {
    rules ??= JSON.stringify([buildVersion(), engine, options, run.selection]);
    const key = contentKeyOf(rules, file, source, compiled ? JSON.stringify(compiled.map) : '');
    const cached = cache.read(key);
    if (cached && isLinked(cached)) return withMap(cached);
    const instrumented = instrument(source, file, compiled?.map, compiled?.isSourceCounted);
    const written = cache.write(key, instrumented);
    if (written && isLinked(written)) return withMap(written);
    return withInlineMap(keep(metaKeeper, instrumented));
  };
}

function keep(metaKeeper: MetaKeeper, instrumented: Instrumented): Instrumented {
  for (const meta of instrumented.metas) metaKeeper.keep(meta);
  return instrumented;
}

/** Appends the source map. The comment's name is split, so that tools find no such comment in this file. */
function withInlineMap({ code, map }: Pick<Instrumented, 'code' | 'map'>): string {
  if (map === undefined) return code;
  const data = Buffer.from(map).toString('base64');
  return `${code}\n//# ${'sourceMappingURL'}=data:application/json;charset=utf-8;base64,${data}\n`;
}

/**
 * Returns the instrumenting function, which loads the engine on its first call: most processes find all files in the
 * cache.
 */
function createLazyInstrument({ engine, instrument, root }: RunContext): Instrument {
  let loaded: Instrument | undefined;
  return (...file) => {
    loaded ??= (require(ENGINES) as Engines).createInstrument(engine, { ...instrument, root });
    return loaded(...file);
  };
}

/** Returns a text that differs between builds, because their files differ in modification time or size. */
function buildVersion(): string {
  const files = ['', ENGINES].map((file) => fileURLToPath(new URL(file, import.meta.url)));
  // The bundles do not exist when our own tests run the sources.
  const stats = files.map((file) => statSync(file, { throwIfNoEntry: false }));
  return [process.version, ...stats.map((stat) => `${stat?.mtimeMs} ${stat?.size}`)].join(' ');
}
