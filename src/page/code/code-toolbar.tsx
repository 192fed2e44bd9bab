/** Chooses the columns of long lines that are drawn. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { groupDigits } from '../../view/line-words.js';
import { COLUMNS, type ShownFile } from './open-file.js';

export interface CodeToolbarProps {
  readonly file: ShownFile;
  readonly firstColumn: number;
  readonly onColumn: (column: number) => void;
}

/** @returns `null` if all lines are drawn whole */
export function CodeToolbar({ file, firstColumn, onColumn }: CodeToolbarProps): JSX.Element | null {
  const longest = useMemo(
    () => file.text.lines.reduce((length, line) => Math.max(length, line.length), 0),
    [file.text],
  );
  if (longest <= COLUMNS) return null;
  const last = Math.min(firstColumn + COLUMNS, longest);
  return (
    <div class="code-toolbar">
      <span class="code-columns">
        <button
          type="button"
          aria-label="Previous columns"
          disabled={firstColumn === 0}
          onClick={() => onColumn(Math.max(firstColumn - COLUMNS, 0))}
        >
          ‹
        </button>
        Columns {groupDigits(firstColumn + 1)}–{groupDigits(last)} of {groupDigits(longest)}
        <button
          type="button"
          aria-label="Next columns"
          disabled={last >= longest}
          onClick={() => onColumn(firstColumn + COLUMNS)}
        >
          ›
        </button>
      </span>
    </div>
  );
}
