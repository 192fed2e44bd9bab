/** Formats coverage as Go's text profile, which `go tool cover`, goc and goverage read and add up line by line. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { UNSAFE_CHARACTERS } from '../platform/escape-terminal.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import { type StatementBlock, toStatementBlocks } from './statement-blocks.js';

/** Coverage of a file that the format can represent: statements and their counts. */
export type StatementCounts = Pick<FileCoverageData, 'statementMap' | 's'>;

/** Mode of the counts: integers that can be added, as with Go's `-covermode=atomic`. */
export const GO_TEXT_MODE = 'mode: atomic';

/**
 * Formats coverage as text with one line per block, sorted by path and position:
 * `path:line.column,line.column statements count`. Lines and columns start at 1; columns are UTF-16 units, and the end
 * is exclusive. Blocks of a file never overlap and do not depend on counts (see `toStatementBlocks`), so adding two
 * texts of the same sources line by line gives their sum.
 *
 * Paths are relative to the root, with `/` as separator. See `goTextPathOf` for their encoding.
 *
 * @param map coverage by absolute path
 * @param root absolute path
 */
export function toGoText(map: Readonly<Record<string, StatementCounts>>, root: string): string {
  const files = Object.entries(map)
    .map(([file, counts]) => ({ path: goTextPathOf(metaPathOf(root, file)), counts }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  const lines = files.flatMap(({ path, counts: { statementMap, s } }) =>
    toStatementBlocks(statementMap).map((block) => `${path}:${toLine(block, s)}`),
  );
  return `${[GO_TEXT_MODE, ...lines].join('\n')}\n`;
}

function toLine({ start, end, statements }: StatementBlock, counts: StatementCounts['s']): string {
  const count = counts[statements[0]] ?? 0;
  return `${start.line}.${start.column + 1},${end.line}.${end.column + 1} ${statements.length} ${count}`;
}

/**
 * Encodes a relative path for a line. Characters that would end the line, control a terminal, be invisible or get lost in
 * UTF-8 become `%0A` or `%u2028`, and so do those that would make the line a command to a CI system (see `toTerminalLine`).
 * A `%` that would be decoded becomes `%25`, so different paths stay different.
 */
export function goTextPathOf(path: string): string {
  return path
    .replace(ENCODED, '%25$1')
    .replace(UNSAFE, encodeCharacter)
    .replace(/^(\s*):(?=:)/, '$1%3A')
    .replace(/#(?=#(?:vso|teamcity)?\[)/g, '%23');
}

/** Decodes a path that `goTextPathOf` encoded. */
export function pathOfGoText(encoded: string): string {
  return encoded.replace(ENCODED, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code.replace('u', ''), 16)),
  );
}

/** Encoded characters: `%`, `#`, `:`, controls, and UTF-16 code units. */
const ENCODED = /%(2[35]|3A|[01][0-9A-F]|7F|u[0-9A-F]{4})/g;

const UNSAFE = new RegExp(`[${UNSAFE_CHARACTERS}]`, 'gu');

/** Encodes each UTF-16 code unit of a character. */
function encodeCharacter(character: string): string {
  return character.split('').map(encodeUnit).join('');
}

function encodeUnit(unit: string): string {
  const code = unit.charCodeAt(0);
  const digits = code.toString(16).toUpperCase();
  return code < 0x80 ? `%${digits.padStart(2, '0')}` : `%u${digits.padStart(4, '0')}`;
}
