/** Shows the source of a file with its counts. */
import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { CoverageView } from '../../view/coverage-view.js';
import { toVisibleText } from '../../view/visible-parts.js';
import type { DataSource } from '../data/data-source.js';
import { CodeLines } from './code-lines.js';
import { FunctionList } from './function-list.js';
import { useFile } from './use-file.js';
import { useFileSessions } from './use-file-sessions.js';

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

/** How long the file that is shown next counts as reached by `n` or `p`, in milliseconds. */
const DEPARTURE_TIME = 1000;

export function CodeView(props: CodeViewProps): JSX.Element {
  const { path, onLeaveFile } = props;
  const departure = useRef({ direction: 1 as 1 | -1, time: Number.NEGATIVE_INFINITY });
  const arrival = useMemo(() => {
    // Only the path matters: a file is reached once.
    const isRecent = path !== '' && performance.now() - departure.current.time < DEPARTURE_TIME;
    return isRecent ? departure.current.direction : null;
  }, [path]);
  return (
    <section class="code-view" aria-label={`Source of ${toVisibleText(path)}`}>
      <CodeFile
        {...props}
        key={path}
        arrival={arrival}
        onLeaveFile={(direction) => {
          departure.current = { direction, time: performance.now() };
          onLeaveFile(direction);
        }}
      />
    </section>
  );
}

export interface CodeFileProps extends CodeViewProps {
  /** Direction in which the file before was left by `n` or `p`: then the first or last missed line is selected. */
  readonly arrival: 1 | -1 | null;
}

function CodeFile(props: CodeFileProps): JSX.Element {
  const { source, view, path, line, sessions, isColoredBySession } = props;
  const state = useFile(source, view, path);
  const open = state.kind === 'open' ? state : undefined;
  const sessionLines = useFileSessions({
    source,
    path,
    items: open?.file.source.items,
    sessions,
    isWanted: sessions.length > 0 && (isColoredBySession || line !== null),
    updates: open?.updates ?? 0,
  });
  if (state.kind === 'loading') return <p class="code-message code-loading">Reading the source …</p>;
  if (state.kind === 'no file') return <p class="code-message">{toVisibleText(state.reason)}</p>;
  if (state.file.source.text === null)
    return <FunctionList file={state.file} view={view} updates={state.updates} />;
  return (
    <CodeLines
      {...props}
      file={state.file}
      updates={state.updates}
      sessionLines={sessionLines}
      isStale={state.isStale}
    />
  );
}
