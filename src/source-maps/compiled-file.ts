/** Reads the source map of a compiled file and decides which of its sources are counted. */
import { readTextFile } from '../platform/read-text-file.js';
import type { UnusableMap } from '../run-log/unusable-map.js';
import type { FileSelection } from '../selection/file-selection.js';
import { capabilitiesOf } from '../settings/engine.js';
import type { RunContext } from '../settings/run-context.js';
import { hasCode } from './has-code.js';
import { readInputMap } from './input-map.js';
import { originalFiles } from './original-files.js';
import type { InputMap, SourceMap } from './source-map.js';

/** A text with a source map. */
export interface CompiledFile {
  /** The map with the texts of its counted sources; `undefined` if it cannot be used, so the text is counted itself. */
  readonly map: SourceMap | undefined;
  /** Why the map cannot be used. */
  readonly defect: UnusableMap | undefined;
  /** Absolute paths of the sources, in the order of the map. */
  readonly sources: readonly (string | undefined)[];
  /** Whether the text is counted: on its sources or, without a map, itself. */
  readonly isCounted: boolean;
  /** Whether one source is counted. @param source absolute path */
  readonly isSourceCounted: (source: string) => boolean;
}

/**
 * Reads the source map of a compiled file and the texts of its sources.
 *
 * @returns `undefined` if the file names no map
 */
export function readCompiled(
  source: string,
  file: string,
  run: Pick<RunContext, 'root' | 'engine'>,
  fileSelection: FileSelection,
): CompiledFile | undefined {
  const inputMap = readInputMap(source, file, run.root);
  return inputMap && describeCompiled(inputMap, file, run, fileSelection);
}

/** Decides which sources of a map are counted, and reads their texts. @param file absolute path of the compiled file */
export function describeCompiled(
  { map, defect }: InputMap,
  file: string,
  { root, engine }: Pick<RunContext, 'root' | 'engine'>,
  fileSelection: FileSelection,
): CompiledFile {
  const isSourceCounted = fileSelection.isCounted(file);
  if (!map) {
    const isCounted = fileSelection.isSelected(file);
    return { map: undefined, defect, sources: [], isCounted, isSourceCounted };
  }
  const sources = originalFiles(file, map, root);
  // The report of an engine that does not trace originals replaces the compiled file by all of its sources.
  const { tracesOriginals } = capabilitiesOf(engine);
  const isSource = (path: string | undefined) =>
    path !== undefined && (!tracesOriginals || isSourceCounted(path));
  const sourcesContent = sources.map(
    (path, index) => map.sourcesContent?.[index] ?? (isSource(path) ? readText(path) : null),
  );
  const isCounted = tracesOriginals ? sources.some(isSource) : fileSelection.isSelected(file);
  const counted = {
    sources,
    isCounted,
    isSourceCounted: tracesOriginals ? isSourceCounted : () => true,
  };
  const texts = sources.map((path, index) => (isSource(path) ? (sourcesContent[index] ?? null) : null));
  const code = isCounted ? findTextDefect(map, sources, texts, tracesOriginals) : undefined;
  if (code === undefined) return { ...counted, map: { ...map, sourcesContent }, defect: undefined };
  const paths = sources.filter((path) => path !== undefined);
  return { ...counted, map: undefined, defect: { code, detail: null, sources: paths } };
}

/** Finds out whether the map lacks what tracing needs, although the sources contain code. */
function findTextDefect(
  { mappings }: SourceMap,
  sources: readonly (string | undefined)[],
  texts: readonly (string | null)[],
  needsTexts: boolean,
): 'no-texts' | 'no-mappings' | undefined {
  if (needsTexts && texts.every((text) => text === null)) return 'no-texts';
  // The map of a file that contains only types is empty.
  const isEmpty = !/[^,;]/.test(mappings);
  const isWithCode = (text: string | null, index: number) =>
    text !== null && hasCode(text, sources[index] ?? '');
  return isEmpty && texts.some(isWithCode) ? 'no-mappings' : undefined;
}

function readText(path: string | undefined): string | null {
  try {
    return path === undefined ? null : readTextFile(path); // compilers do not count a byte order mark as a column
  } catch {
    return null; // the source was not shipped with the compiled file
  }
}
