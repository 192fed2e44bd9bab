/** Explains the colours of a comparison, and chooses the columns of long lines that are drawn. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { groupDigits, type SessionNames } from '../../view/line-words.js';
import { toVisibleText } from '../../view/visible-parts.js';
import { COLUMNS, type ShownFile } from './open-file.js';

export interface CodeToolbarProps {
  readonly file: ShownFile;
  readonly names: SessionNames | undefined;
  readonly firstColumn: number;
  readonly onColumn: (column: number) => void;
}

/** @returns `null` if there is nothing to say */
export function CodeToolbar({ file, names, firstColumn, onColumn }: CodeToolbarProps): JSX.Element | null {
  const longest = useMemo(
    () => file.text.lines.reduce((length, line) => Math.max(length, line.length), 0),
    [file.text],
  );
  if (!names && longest <= COLUMNS) return null;
  const last = Math.min(firstColumn + COLUMNS, longest);
  return (
    <div class="code-toolbar">
      {names && (
        <ul class="code-legend" aria-label="Colours">
          <li class="mark mark-first">only {toVisibleText(names[0])}</li>
          <li class="mark mark-both">both</li>
          <li class="mark mark-second">only {toVisibleText(names[1])}</li>
          <li class="mark mark-missed-statement">neither</li>
        </ul>
      )}
      {longest > COLUMNS && (
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
      )}
    </div>
  );
}
