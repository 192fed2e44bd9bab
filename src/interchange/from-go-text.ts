/** Reads Go's text format as Istanbul's data. The format has no functions and no branches. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { type GoBlock, type GoBlocks, MAX_STATEMENTS, parseGoBlocks } from './go-blocks.js';

/**
 * Reads a text profile. A block becomes as many statements as it declares, all with the block's range.
 *
 * @returns coverage by path, relative to the root as in `toGoText`
 * @throws Error whose message completes `<name of the text>: …`
 */
export function fromGoText(text: string): ReadonlyMap<string, FileCoverageData> {
  const blocks = parseGoBlocks(text);
  requirePlausible(blocks, text.length);
  return new Map([...blocks].map(([path, ofFile]) => [path, toCoverage(path, ofFile)]));
}

/** Rejects texts that declare far more statements than they have characters, because these would exhaust memory. */
function requirePlausible(blocks: GoBlocks, size: number): void {
  let total = 0;
  for (const ofFile of blocks.values()) for (const { statements } of ofFile.values()) total += statements;
  if (total > size + MAX_STATEMENTS)
    throw new Error(`${total} statements are too many for a file of this size`);
}

function toCoverage(path: string, blocks: ReadonlyMap<string, GoBlock>): FileCoverageData {
  const statements = [...blocks].flatMap(([position, { statements: size, count }]) =>
    Array<Pick<GoBlock, 'count'> & { readonly range: StatementRange }>(size).fill({
      range: rangeOf(position),
      count,
    }),
  );
  return {
    path,
    statementMap: Object.fromEntries(statements.map(({ range }, id) => [id, range])),
    s: Object.fromEntries(statements.map(({ count }, id) => [id, count])),
    fnMap: {},
    f: {},
    branchMap: {},
    b: {},
  };
}

type StatementRange = FileCoverageData['statementMap'][string];

function rangeOf(position: string): StatementRange {
  const [startLine = 0, startColumn = 0, endLine = 0, endColumn = 0] = position.split(/[.,]/).map(Number);
  return {
    start: { line: startLine, column: startColumn - 1 },
    end: { line: endLine, column: endColumn - 1 },
  };
}
