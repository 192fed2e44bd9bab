/** Shows the lines of a source in a grid that renders only what is visible. */
import type { JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SessionNames } from '../../view/line-words.js';
import { nextMissedLine } from '../../view/missed-lines.js';
import { mainSessionOf } from '../../view/session-lines.js';
import { toVisibleText } from '../../view/visible-parts.js';
import { onKey } from '../keyboard.js';
import { useVirtualRows } from '../widgets/virtual-rows.js';
import { CodeRow } from './code-row.js';
import { COLUMNS, CodeToolbar } from './code-toolbar.js';
import type { CodeFileProps } from './code-view.js';
import { LineDetails } from './line-details.js';
import type { ShownFile } from './use-file.js';
import type { SessionsByLine } from './use-file-sessions.js';
import { useSyntax } from './use-syntax.js';

/** Height of a line in pixels, the same as `--line-height`. */
const LINE_HEIGHT = 20;

export interface CodeLinesProps extends CodeFileProps {
  readonly file: ShownFile;
  readonly sessionLines: SessionsByLine | string | undefined;
  readonly isStale: boolean;
}

export function CodeLines(props: CodeLinesProps): JSX.Element {
  const { file, line, view, path, sessions, isColoredBySession, changedLines, onSelectLine } = props;
  const { lines } = file.text;
  const selected = line !== null && line >= 1 && line <= lines.length ? line : null;
  const names: SessionNames | undefined =
    view.kind === 'comparison' && file.marks.layers === 2 ? [view.first, view.second] : undefined;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualRows({
    count: lines.length,
    height: LINE_HEIGHT,
    scrollRef: scroller,
    kept: (selected ?? 0) - 1,
  });
  const syntax = useSyntax(path, file.source.text, file.text);
  const [firstColumn, setFirstColumn] = useState(0);
  const width = useMemo(() => widestLine(lines), [lines]);
  const prefix = useId();
  const ownLine = useRef<number | null>(null);

  const select = (next: number, align: 'auto' | 'center' = 'auto') => {
    ownLine.current = next;
    virtualizer.scrollToIndex(next - 1, { align });
    onSelectLine(next);
  };
  const goToMissed = (direction: 1 | -1): boolean => {
    const from = selected ?? (direction === 1 ? firstVisibleLine(scroller.current) - 1 : lines.length + 1);
    const next = nextMissedLine(file.marks, from, direction);
    if (next === undefined) props.onLeaveFile(direction);
    else select(next, 'center');
    return true;
  };
  const handlers = useRef(goToMissed);
  handlers.current = goToMissed;
  useEffect(() => {
    const stops = [onKey('n', () => handlers.current(1)), onKey('p', () => handlers.current(-1))];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

  useLayoutEffect(() => {
    if (selected !== null && selected !== ownLine.current)
      virtualizer.scrollToIndex(selected - 1, { align: 'center' });
    ownLine.current = selected;
  }, [selected, virtualizer]);

  const { arrival } = props;
  const arrive = useRef(() => {});
  arrive.current = () => {
    if (arrival === null) return;
    const first =
      selected === null && nextMissedLine(file.marks, arrival === 1 ? 0 : lines.length + 1, arrival);
    if (first) select(first, 'center');
  };
  useEffect(() => arrive.current(), []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = lineAfterKey(event.key, selected, scroller.current, lines.length);
    if (next === undefined) return;
    event.preventDefault();
    select(next);
  };
  return (
    <>
      <CodeToolbar file={file} names={names} firstColumn={firstColumn} onColumn={setFirstColumn} />
      <div
        ref={scroller}
        class={`code-scroller${props.isStale ? ' is-stale' : ''}${names ? ' is-comparison' : ''}`}
        role="grid"
        tabIndex={0}
        aria-label={`Lines of ${toVisibleText(path)}`}
        aria-rowcount={lines.length}
        aria-busy={props.isStale}
        aria-activedescendant={selected === null ? undefined : `${prefix}-${selected}`}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const clicked = event.target instanceof Element && event.target.closest('[data-line]');
          const at = clicked ? Number(clicked.getAttribute('data-line')) : Number.NaN;
          if (at >= 1 && getSelection()?.isCollapsed !== false) select(at);
        }}
      >
        <div
          class="code-rows"
          role="rowgroup"
          style={{
            height: `${virtualizer.getTotalSize()}px`,
            width: `${width + 24}ch`,
            '--line-digits': Math.max(String(lines.length).length, 3),
          }}
        >
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const at = index + 1;
            const main =
              isColoredBySession && typeof props.sessionLines === 'object'
                ? (mainSessionOf(props.sessionLines.get(at) ?? [])?.name ?? null)
                : isColoredBySession
                  ? null
                  : undefined;
            return (
              <CodeRow
                key={at}
                id={`${prefix}-${at}`}
                line={at}
                top={start}
                file={file}
                revision={file.revisions.get(at) ?? 0}
                isSelected={at === selected}
                isChanged={changedLines?.has(at) ?? false}
                syntax={syntax}
                firstColumn={firstColumn}
                columns={COLUMNS}
                names={names}
                session={main}
                sessionNumber={main ? sessions.indexOf(main) + 1 : 0}
              />
            );
          })}
        </div>
      </div>
      {selected !== null && (
        <LineDetails
          file={file}
          line={selected}
          names={names}
          sessions={sessions}
          sessionLines={props.sessionLines}
          onClose={() => onSelectLine(null)}
          onColumn={(column) => setFirstColumn(column - (column % COLUMNS))}
        />
      )}
    </>
  );
}

/** Returns the width of the widest line in columns of the font, about, so that all rows are as wide. */
function widestLine(lines: readonly string[]): number {
  let widest = 0;
  for (const line of lines) {
    let width = 0;
    for (let column = 0; column < line.length && column < COLUMNS; column++) {
      const code = line.charCodeAt(column);
      width += code === 9 ? 4 : code < 32 ? 6 : code < 0x1100 ? 1 : 2;
    }
    widest = Math.max(widest, width);
  }
  return widest;
}

function firstVisibleLine(scroller: HTMLElement | null): number {
  return Math.ceil((scroller?.scrollTop ?? 0) / LINE_HEIGHT) + 1;
}

/** Returns the line that a key selects; `undefined` for other keys. */
function lineAfterKey(
  key: string,
  selected: number | null,
  scroller: HTMLElement | null,
  count: number,
): number | undefined {
  const page = Math.max(Math.floor((scroller?.clientHeight ?? 0) / LINE_HEIGHT) - 1, 1);
  const first = firstVisibleLine(scroller);
  const move = (by: number) => (selected === null ? first : Math.min(Math.max(selected + by, 1), count));
  if (key === 'ArrowDown') return move(1);
  if (key === 'ArrowUp') return move(-1);
  if (key === 'PageDown') return move(page);
  if (key === 'PageUp') return move(-page);
  if (key === 'Home') return 1;
  if (key === 'End') return count;
  if (key === 'Enter') return selected ?? first;
  return undefined;
}
