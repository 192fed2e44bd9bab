/**
 * Instruments files through the cache. Metas are written to the profile directory; callers get the instrumented code.
 */
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Instrument, Instrumented } from '../instrument/index.js';
import { instrumentCompiled } from '../instrument/instrument-compiled.js';
import { contentKeyOf } from '../platform/content-key.js';
import type { UnusableMap } from '../run-log/unusable-map.js';
import type { MetaKeeper } from '../runtime/meta-keeper.js';
import type { RunContext } from '../settings/run-context.js';
import type { CompiledFile } from '../source-maps/compiled-file.js';
import { isTranspiled } from './first-module.js';
import { type CachedCode, openInstrumentCache } from './instrument-cache.js';

const require = createRequire(import.meta.url);

type Engines = typeof import('../instrument/index.js');

const ENGINES = '../instrument/engines.cjs';

export interface InstrumentOfFileOptions {
  /** Called before anything is counted, if the source map cannot be used and the file would be counted as it stands. */
  readonly onUnusableMap: (defect: UnusableMap) => void;
  /** Whether the code must contain its source map. */
  readonly hasInlineMap?: boolean;
}

/**
 * Returns the instrumented code of a file, followed by its source map or the name of its map file.
 *
 * @throws the errors of the engine and of `onUnusableMap`
 */
export type CachedInstrument = (
  source: string,
  file: string,
  compiled: CompiledFile | undefined,
  options: InstrumentOfFileOptions,
) => string;

/** Returns a function that instruments files through the cache. */
export function createCachedInstrument(run: RunContext, metaKeeper: MetaKeeper): CachedInstrument {
  const { engine } = run;
  const options = { ...run.instrument, root: run.root };
  const instrument = createLazyInstrument(run);
  if (run.cache === null) {
    return (source, file, compiled, { onUnusableMap }) => {
      const { instrumented, defect } = instrumentCompiled(instrument, source, file, compiled);
      if (defect) onUnusableMap(defect);
      return withInlineMap(codeAndMapOf(keep(metaKeeper, instrumented)));
    };
  }
  const cache = openInstrumentCache(run.cache);
  let rules: string | undefined;
  /**
   * Returns the code with its map. Node reads a source map from a separate file much faster, but a transpiler reads only an
   * inline source map.
   */
  const withMap = ({ text, readCodeAndMap }: CachedCode, hasInlineMap: boolean) => {
    if (!hasInlineMap) return text;
    const codeAndMap = readCodeAndMap();
    return codeAndMap && withInlineMap(codeAndMap);
  };
  const useCached = (cached: CachedCode | undefined, hasInlineMap: boolean) => {
    const code = cached && withMap(cached, hasInlineMap);
    if (cached && code !== undefined) keep(metaKeeper, cached);
    return code;
  };
  return (source, file, compiled, { onUnusableMap, hasInlineMap = isTranspiled() }) => {
    rules ??= JSON.stringify([buildVersion(), engine, options, run.selection]);
    const key = contentKeyOf(rules, file, source, compiled?.map ? JSON.stringify(compiled.map) : '');
    const known = useCached(cache.read(key), hasInlineMap);
    if (known !== undefined) {
      if (compiled?.defect) onUnusableMap(compiled.defect);
      return known;
    }
    const { instrumented, defect } = instrumentCompiled(instrument, source, file, compiled);
    if (defect) onUnusableMap(defect);
    // The engine found out that the map cannot be used. A later run must find it out again, to report it.
    const isKeyWrong = defect !== compiled?.defect;
    const written = isKeyWrong ? undefined : useCached(cache.write(key, instrumented), hasInlineMap);
    return written ?? withInlineMap(codeAndMapOf(keep(metaKeeper, instrumented)));
  };
}

function keep<Code extends Pick<Instrumented | CachedCode, 'metas'>>(
  metaKeeper: MetaKeeper,
  code: Code,
): Code {
  for (const meta of code.metas) metaKeeper.keep(meta);
  return code;
}

function codeAndMapOf({ code, map }: Instrumented): CodeAndMap {
  return { code, map: map() };
}

interface CodeAndMap {
  readonly code: string;
  readonly map: string | undefined;
}

/** Appends the source map. The comment's name is split, so that tools find no such comment in this file. */
function withInlineMap({ code, map }: CodeAndMap): string {
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
