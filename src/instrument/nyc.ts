/** The engine `nyc`: nyc's own instrumenter, given the source as its author wrote it. */
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import convertSourceMap from 'convert-source-map';
import type { Instrumenter } from 'istanbul-lib-instrument';
import { CovermainError } from '../errors.js';
import type { InstrumentOptions } from '../run-context.js';
import type { Instrument, Instrumented, SourceMap } from './instrument.js';

const TYPESCRIPT = ['.ts', '.tsx', '.mts', '.cts'];

// Loaded when the first file is instrumented: every process of a run preloads the hooks, few need Babel.
const require = createRequire(import.meta.url);

/** One instrumenter of each kind a file may need, made when it is first needed. */
export function createNycInstrument(options: InstrumentOptions): Instrument {
  const instrumenters = new Map<string, Instrumenter>();
  const instrumenterFor = (extension: string, esModules: boolean): Instrumenter => {
    const key = `${extension} ${esModules}`;
    const instrumenter = instrumenters.get(key) ?? createInstrumenter(options, extension, esModules);
    instrumenters.set(key, instrumenter);
    return instrumenter;
  };
  return (source, file, inputMap) => {
    const asModule = instrumenterFor(extname(file), true);
    try {
      return instrumentWith(asModule, source, file, inputMap);
    } catch (moduleError) {
      // Sloppy-mode scripts (`with`, octal literals) are no modules; of two failures the first tells more.
      try {
        return instrumentWith(instrumenterFor(extname(file), false), source, file, inputMap);
      } catch {
        const reason = moduleError instanceof Error ? moduleError.message : String(moduleError);
        throw new CovermainError('SOURCE_NOT_PARSED', reason, { cause: moduleError });
      }
    }
  };
}

function instrumentWith(
  instrumenter: Instrumenter,
  source: string,
  file: string,
  inputMap: SourceMap | undefined,
): Instrumented {
  const code = instrumenter.instrumentSync(source, file, inputMap as never);
  const map = instrumenter.lastSourceMap() as SourceMap | undefined;
  const coverage = instrumenter.lastFileCoverage();
  // Already instrumented, or told to be ignored as a whole: the text comes back as it was, without a map.
  if (!map) return { code, coverage };
  const comment = convertSourceMap.fromObject({ ...map, sources: [pathToFileURL(file).href] }).toComment();
  return { code: `${code}\n${comment}\n`, coverage };
}

function createInstrumenter(options: InstrumentOptions, extension: string, esModules: boolean): Instrumenter {
  const istanbul = require('istanbul-lib-instrument') as typeof import('istanbul-lib-instrument');
  return istanbul.createInstrumenter({
    autoWrap: true,
    compact: false,
    coverageVariable: '__coverage__',
    esModules,
    ignoreClassMethods: [...options.ignoreClassMethods],
    parserPlugins: parserPluginsFor(extension, options.parserPlugins),
    preserveComments: true,
    produceSourceMap: true,
  });
}

/** In `.ts` a `<` may open a type, so JSX is only understood where TypeScript itself does. */
function parserPluginsFor(extension: string, configured: readonly string[]): string[] {
  if (!TYPESCRIPT.includes(extension)) return [...configured, 'jsx'];
  const plugins = configured.filter((name) => name !== 'flow' && name !== 'jsx' && name !== 'decorators');
  return [...plugins, 'typescript', 'decorators-legacy', ...(extension === '.tsx' ? ['jsx'] : [])];
}
