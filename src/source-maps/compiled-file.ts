/** Reads the source map of a compiled file and decides which of its sources are counted. */
import { readFileSync } from 'node:fs';
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import type { FileSelection } from '../selection/file-selection.js';
import { capabilitiesOf } from '../settings/engine.js';
import type { RunContext } from '../settings/run-context.js';
import { readInputMap } from './input-map.js';
import { originalFiles } from './original-files.js';
import type { SourceMap } from './source-map.js';

/** A file with a source map that names other files. */
export interface CompiledFile {
  /** The map with the texts of its sources. */
  readonly map: SourceMap;
  /** Whether any source of the file is counted. */
  readonly isCounted: boolean;
  /** Whether one source is counted. @param source absolute path */
  readonly isSourceCounted: (source: string) => boolean;
}

/**
 * Reads the source map of a compiled file and the texts of its sources.
 *
 * @returns `undefined` if the file names no map, or a map without files
 * @throws SyntaxError if the map is not JSON
 */
export function readCompiled(
  source: string,
  file: string,
  { root, engine }: Pick<RunContext, 'root' | 'engine'>,
  fileSelection: FileSelection,
): CompiledFile | undefined {
  const map = readInputMap(source, file);
  const paths = map ? originalFiles(file, map, root) : [];
  if (!map || paths.every((path) => path === undefined)) return undefined;
  // The report replaces the compiled file by all of its sources.
  if (!capabilitiesOf(engine).tracesOriginals)
    return { map, isCounted: fileSelection.isSelected(file), isSourceCounted: () => true };
  const isSourceCounted = fileSelection.isCounted(file);
  const isCounted = paths.some((path) => path !== undefined && isSourceCounted(path));
  return { map: withTexts(map, paths), isCounted, isSourceCounted };
}

/** Adds the texts that the map lacks, read from disk; `null` for files that do not exist. */
function withTexts(map: SourceMap, paths: readonly (string | undefined)[]): SourceMap {
  const sourcesContent = paths.map(
    (path, index) => map.sourcesContent?.[index] ?? (path ? readText(path) : null),
  );
  return { ...map, sourcesContent };
}

function readText(path: string): string | null {
  try {
    return withoutByteOrderMark(readFileSync(path, 'utf8')); // compilers do not count it as a column
  } catch {
    return null; // the source was not shipped with the compiled file
  }
}
