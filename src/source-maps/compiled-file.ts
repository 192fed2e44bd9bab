/** A compiled file: its source map, with the texts of its sources, and which of those are counted. */
import { readFileSync } from 'node:fs';
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import type { FileSelection } from '../selection/file-selection.js';
import { capabilitiesOf } from '../settings/engine.js';
import type { RunContext } from '../settings/run-context.js';
import { readInputMap } from './input-map.js';
import { originalFiles } from './original-files.js';
import type { SourceMap } from './source-map.js';

export interface CompiledFile {
  readonly map: SourceMap;
  /** Whether any of its sources is counted. */
  readonly isCounted: boolean;
  /** Whether a source is. @param source absolute path */
  readonly isSourceCounted: (source: string) => boolean;
}

/**
 * @returns `undefined` where the file names no map, or one that names no files
 * @throws SyntaxError where the map is no JSON
 */
export function readCompiled(
  source: string,
  file: string,
  { root, engine }: Pick<RunContext, 'root' | 'engine'>,
  choice: FileSelection,
): CompiledFile | undefined {
  const map = readInputMap(source, file);
  const paths = map ? originalFiles(file, map, root) : [];
  if (!map || paths.every((path) => path === undefined)) return undefined;
  // The report replaces the compiled file by all of its sources.
  if (!capabilitiesOf(engine).tracesOriginals)
    return { map, isCounted: choice.isSelected(file), isSourceCounted: () => true };
  const isSourceCounted = choice.isCounted(file);
  const isCounted = paths.some((path) => path !== undefined && isSourceCounted(path));
  return { map: withTexts(map, paths), isCounted, isSourceCounted };
}

/** The texts that the map leaves out, as they are on the disk; `null` for those that are not. */
function withTexts(map: SourceMap, paths: readonly (string | undefined)[]): SourceMap {
  const sourcesContent = paths.map(
    (path, index) => map.sourcesContent?.[index] ?? (path ? readText(path) : null),
  );
  return { ...map, sourcesContent };
}

function readText(path: string): string | null {
  try {
    return withoutByteOrderMark(readFileSync(path, 'utf8')); // compilers leave it out of their columns
  } catch {
    return null; // not shipped with what was made of it
  }
}
