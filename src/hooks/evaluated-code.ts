/** Instruments the modules that a bundle evaluates from strings, by their own source maps. */
import type { FileSelection } from '../selection/file-selection.js';
import { capabilitiesOf } from '../settings/engine.js';
import type { RunContext } from '../settings/run-context.js';
import { describeCompiled } from '../source-maps/compiled-file.js';
import { type EvaluatedModule, findEvaluatedModules } from '../source-maps/evaluated-modules.js';
import { readMapAt } from '../source-maps/input-map.js';
import type { CachedInstrument } from './cached-instrument.js';

export interface EvaluatedCode {
  /** The text of the bundle with instrumented modules; `undefined` if no module is counted. */
  readonly text: string | undefined;
  /** Absolute paths of the selected sources whose modules cannot be counted. */
  readonly unmeasured: readonly string[];
}

/**
 * Instruments the evaluated modules of a file.
 *
 * @returns `undefined` if the file evaluates no modules
 */
export function instrumentEvaluated(
  text: string,
  file: string,
  run: RunContext,
  fileSelection: FileSelection,
  instrument: CachedInstrument,
): EvaluatedCode | undefined {
  const modules = findEvaluatedModules(text, file, run.root);
  if (modules.length === 0) return undefined;
  const isCounted = fileSelection.isCounted(file);
  const pieces: string[] = [];
  const unmeasured = new Set<string>();
  let from = 0;
  for (const module of modules) {
    const code = instrumentModule(module, file, run, fileSelection, instrument);
    if (code !== undefined) {
      pieces.push(text.slice(from, module.start), JSON.stringify(code));
      from = module.end;
    } else if (module.source !== undefined && isCounted(module.source)) unmeasured.add(module.source);
  }
  const instrumented = pieces.length > 0 ? [...pieces, text.slice(from)].join('') : undefined;
  return { text: instrumented, unmeasured: [...unmeasured] };
}

/** Thrown to keep the positions of evaluated code, which are no positions of the file, out of the profile. */
class NoUsableMap extends Error {}

/** @returns `undefined` if the module is not counted */
function instrumentModule(
  { code, mapUrl }: EvaluatedModule,
  file: string,
  run: RunContext,
  fileSelection: FileSelection,
  instrument: CachedInstrument,
): string | undefined {
  // The counters of nyc belong to a file and not to a module.
  if (mapUrl === undefined || !capabilitiesOf(run.engine).tracesOriginals) return undefined;
  const compiled = describeCompiled(readMapAt(mapUrl, file, run.root), file, run, fileSelection);
  if (!compiled.map || !compiled.isCounted) return undefined;
  try {
    return instrument(code, file, compiled, {
      onUnusableMap: () => {
        throw new NoUsableMap();
      },
    });
  } catch {
    return undefined; // the caller records the module
  }
}
