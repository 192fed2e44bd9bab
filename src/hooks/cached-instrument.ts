/** The engine of a run, behind the cache: metas go to the profile directory, counting text to whoever loads the file. */
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

/** @returns counting text with its source map; throws what the engine throws */
export function createCachedInstrument(
  run: RunContext,
  metaKeeper: MetaKeeper,
): (source: string, file: string, compiled: CompiledFile | undefined) => string {
  const { engine, directory } = run;
  const options = { ...run.instrument, root: run.root };
  const instrument = loadedWhenNeeded(run);
  if (run.cache === null) {
    return (source, file, compiled) =>
      withInlineMap(keep(metaKeeper, instrument(source, file, compiled?.map, compiled?.isSourceCounted)));
  }
  const folder = run.cache;
  const cache = openInstrumentCache(folder);
  let rules: string | undefined;
  /** Node reads a map from a file of its own much faster; a transpiler reads only what stands in the text. */
  const withMap = ({ text, inParts }: CachedCode) => (isTranspiled() ? withInlineMap(inParts()) : text);
  const isLinked = ({ metas }: CachedCode) => {
    try {
      for (const meta of metas) linkMeta(directory, folder, meta);
      return true;
    } catch {
      return false; // gone from the cache, or the directory says why as it is written to
    }
  };
  return (source, file, compiled) => {
    rules ??= JSON.stringify([version(), engine, options, run.selection]);
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

/** The comment's name is in two parts: whoever looks for such comments in this file would find one. */
function withInlineMap({ code, map }: Pick<Instrumented, 'code' | 'map'>): string {
  if (map === undefined) return code;
  const data = Buffer.from(map).toString('base64');
  return `${code}\n//# ${'sourceMappingURL'}=data:application/json;charset=utf-8;base64,${data}\n`;
}

/** Most processes find all their files in the cache, and need no engine. */
function loadedWhenNeeded({ engine, instrument, root }: RunContext): Instrument {
  let loaded: Instrument | undefined;
  return (...file) => {
    loaded ??= (require(ENGINES) as Engines).createInstrument(engine, { ...instrument, root });
    return loaded(...file);
  };
}

/** A build that is not the one the cache was written by has another time or size. */
function version(): string {
  const files = ['', ENGINES].map((file) => fileURLToPath(new URL(file, import.meta.url)));
  // In our own tests nothing is bundled.
  const stats = files.map((file) => statSync(file, { throwIfNoEntry: false }));
  return [process.version, ...stats.map((stat) => `${stat?.mtimeMs} ${stat?.size}`)].join(' ');
}
