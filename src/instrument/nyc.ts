/** The engine `nyc`: nyc's own instrumenter, applied to the original source. */
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Instrumenter } from 'istanbul-lib-instrument';
import { CovermainError, messageOf } from '../platform/errors.js';
import { sourceUrls } from '../source-maps/original-files.js';
import type { SourceMap } from '../source-maps/source-map.js';
import type { EngineOptions, Instrument, Instrumented } from './instrument.js';

const TYPESCRIPT = ['.ts', '.tsx', '.mts', '.cts'];

// Babel is loaded when the first file is instrumented: every process of a run preloads the hooks, but few need Babel.
const require = createRequire(import.meta.url);

/**
 * Parser settings, in the order in which they are tried: module or sloppy script (`with`, octal literals), and
 * TypeScript's own or standard decorators. If all fail, the first error describes the problem best.
 */
const DIALECTS = [
  { esModules: true, decorators: 'decorators-legacy' },
  { esModules: true, decorators: 'decorators' },
  { esModules: false, decorators: 'decorators-legacy' },
] as const;

type Dialect = (typeof DIALECTS)[number];

/** Returns the instrumenting function of the engine `nyc`. */
export function createNycInstrument(options: EngineOptions): Instrument {
  const instrumenters = new Map<string, Instrumenter>();
  const instrumenterFor = (extension: string, dialect: Dialect): Instrumenter => {
    const key = JSON.stringify([extension, dialect]);
    const instrumenter = instrumenters.get(key) ?? createInstrumenter(options, extension, dialect);
    instrumenters.set(key, instrumenter);
    return instrumenter;
  };
  return (source, file, inputMap) => {
    const failures: unknown[] = [];
    for (const dialect of DIALECTS) {
      try {
        return instrumentWith(instrumenterFor(extname(file), dialect), source, file, inputMap);
      } catch (error) {
        failures.push(error);
      }
    }
    const [cause] = failures;
    // Babel's message starts with the path, which callers add themselves, and ends with an excerpt of the source.
    const [reason = ''] = messageOf(cause).split('\n');
    throw new CovermainError('SOURCE_NOT_PARSED', reason.replace(`${file}: `, ''), { cause });
  };
}

function instrumentWith(
  instrumenter: Instrumenter,
  source: string,
  file: string,
  inputMap: SourceMap | undefined,
): Instrumented {
  // Without `false`, Babel would read a map that the comment names, and that cannot be used.
  const noMap = source.includes('sourceMappingURL=') ? false : undefined;
  const code = instrumenter.instrumentSync(source, file, (inputMap ?? noMap) as never);
  const coverage = instrumenter.lastFileCoverage();
  const instrumented = { insertions: undefined, metas: [], coverage: () => [coverage] };
  if (code === source) return { code, map: () => undefined, ...instrumented }; // it is already instrumented
  const map = instrumenter.lastSourceMap() as SourceMap;
  return { code, map: () => JSON.stringify(withUrls(map, file, inputMap)), ...instrumented };
}

/**
 * Returns the map with URLs as its sources. Babel names the sources of `inputMap`, or the base name of the file where
 * there is no `inputMap`.
 */
function withUrls(map: SourceMap, file: string, inputMap: SourceMap | undefined): SourceMap {
  const sources = inputMap ? sourceUrls(file, map) : [pathToFileURL(file).href];
  const { sourceRoot: _, ...rest } = map;
  return { ...rest, sources };
}

function createInstrumenter(options: EngineOptions, extension: string, dialect: Dialect): Instrumenter {
  const istanbul = require('istanbul-lib-instrument') as typeof import('istanbul-lib-instrument');
  return istanbul.createInstrumenter({
    autoWrap: true,
    compact: false,
    coverageVariable: '__coverage__',
    esModules: dialect.esModules,
    ignoreClassMethods: [...options.ignoreClassMethods],
    parserPlugins: parserPluginsFor(extension, dialect, options.parserPlugins),
    preserveComments: true,
    produceSourceMap: true,
  });
}

/** Returns Babel's plugins. `<` can open a type in `.ts`, so JSX is enabled only where TypeScript itself allows it. */
function parserPluginsFor(extension: string, dialect: Dialect, configured: readonly string[]): string[] {
  if (!TYPESCRIPT.includes(extension)) return [...configured, 'jsx'];
  const plugins = configured.filter((name) => !['flow', 'jsx', 'decorators'].includes(name));
  const typescript = ['typescript', dialect.decorators, 'decoratorAutoAccessors'];
  return [...plugins, ...typescript, ...(extension === '.tsx' ? ['jsx'] : [])];
}
