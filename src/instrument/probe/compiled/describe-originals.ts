/** Describes the original sources that compiled code is counted for. */
import { extname } from 'node:path';
import { hasByteOrderMark } from '../../../platform/byte-order-mark.js';
import { originalFiles } from '../../../source-maps/original-files.js';
import type { CountedItems } from '../items/counted-items.js';
import type { SourceDescription } from '../items/encode-items.js';
import type { Lines } from '../syntax/lines.js';
import { type WalkOptions, walkSource } from '../walk/walk-source.js';
import type { OriginalSource, TracedText } from './mapped-offsets.js';
import { flattenMap, type MappedFile } from './shift-map.js';
import { traceItems } from './trace-items.js';
import { nameUntraced } from './untraced-items.js';

/** A compiled file, and which of its original sources are counted. */
export interface CompiledInput extends MappedFile {
  /** Whether an original source is counted. @param source absolute path */
  readonly isCounted: (source: string) => boolean;
}

/** Extensions of the original sources that the parser reads. */
const PARSED_EXTENSIONS = ['.js', '.cjs', '.mjs', '.jsx', '.ts', '.cts', '.mts', '.tsx'];

/**
 * Returns the original sources that are counted, with the probes of the compiled code.
 *
 * @returns `undefined` if the map has no text of these sources, so only the compiled code itself can be counted
 * @throws CovermainError `SOURCE_NOT_PARSED` if an original source cannot be parsed
 */
export function describeOriginals(
  compiled: TracedText,
  { file, root, map, isCounted }: CompiledInput,
  options: WalkOptions,
): readonly SourceDescription[] | undefined {
  const selected = originalFiles(file, map, root)
    .map((path, index) => ({ path: path ?? '', index, source: map.sourcesContent?.[index] ?? undefined }))
    .filter(({ path }) => PARSED_EXTENSIONS.includes(extname(path)) && isCounted(path));
  const withText = selected.filter(({ source }) => source !== undefined);
  if (selected.length > 0 && withText.length === 0) return undefined;
  const originals = withText.map(({ path, index, source = '' }) => {
    const original: OriginalSource & { path: string } = {
      path,
      index,
      source,
      walked: walkSource(source, path, options),
    };
    return original;
  });
  const items = traceItems(compiled, originals, flattenMap(map));
  return originals.map(({ path, source, walked }, index) => {
    const known = items[index] as CountedItems;
    const { lines } = walked;
    return {
      file: path,
      source,
      lines: hasByteOrderMark(source) ? skipByteOrderMark(lines) : lines,
      items: known,
      untraced: nameUntraced(walked.items, known, lines),
    };
  });
}

/** Returns lines that do not count a byte order mark as a column. Some compilers keep it in the texts of their maps. */
function skipByteOrderMark(lines: Lines): Lines {
  const columnOf = (line: number, column: number) => (line === 1 ? Math.max(0, column - 1) : column);
  return {
    ...lines,
    rangeOf(span) {
      const [line, column, endLine, endColumn] = lines.rangeOf(span);
      return [line, columnOf(line, column), endLine, columnOf(endLine, endColumn)];
    },
  };
}
