/** Shows the source of a file with its counts. */
import type { JSX } from 'preact';
import type { CoverageView } from '../../view/coverage-view.js';
import type { DataSource } from '../data/data-source.js';

export interface CodeViewProps {
  readonly source: DataSource;
  readonly view: CoverageView;
  readonly path: string;
  /** Selected line, from 1; `null` for none. The view scrolls to a line that is selected from outside. */
  readonly line: number | null;
  readonly onSelectLine: (line: number | null) => void;
  /** Names of all sessions, in the order in which they get colours. */
  readonly sessions: readonly string[];
  /** Whether the margin has the colour of the session that ran each line. */
  readonly isColoredBySession: boolean;
  /** Changed lines of the file since the chosen Git ref; `null` if none is chosen. */
  readonly changedLines: ReadonlySet<number> | null;
  /** Called when `n` (1) or `p` (-1) is pressed and no missed line is left in this direction. */
  readonly onLeaveFile: (direction: 1 | -1) => void;
}

export function CodeView({ path }: CodeViewProps): JSX.Element {
  return <section aria-label={`Source of ${path}`} />;
}
