/** Shows the lines of a source in a grid that renders only what is visible. */
import type { JSX } from 'preact';
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CoverageView } from '../../view/coverage-view.js';
import type { SessionNames } from '../../view/line-words.js';
import { mainSessionOf } from '../../view/session-lines.js';
import { toVisibleText } from '../../view/visible-parts.js';
import { useVirtualRows } from '../widgets/virtual-rows.js';
import { CodeGlows } from './code-glows.js';
import { CodeRow } from './code-row.js';
import { CodeToolbar } from './code-toolbar.js';
import type { CodeFileProps } from './code-view.js';
import { LineDetails } from './line-details.js';
import { firstVisibleLine, keepVisible, LINE_HEIGHT, lineAfterKey } from './line-keys.js';
import { COLUMNS, type ShownFile } from './open-file.js';
import type { SessionsByLine } from './use-file-sessions.js';
import { useMissedKeys } from './use-missed-keys.js';
import { useSyntax } from './use-syntax.js';

export interface CodeLinesProps extends CodeFileProps {
  readonly file: ShownFile;
  /** Number of updates of the file, which is mutable: components are rendered again only if a property changes. */
  readonly updates: number;
  readonly sessionLines: SessionsByLine | string | undefined;
  readonly isStale: boolean;
}

export function CodeLines(props: CodeLinesProps): JSX.Element {
  const { file, line, view, path, sessions, isColoredBySession, changedLines, onSelectLine } = props;
  const { lines } = file.text;
  const selected = line !== null && line >= 1 && line <= lines.length ? line : null;
  const names = useSessionNames(view, file);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualRows({
    count: lines.length,
    height: LINE_HEIGHT,
    scrollRef: scroller,
    kept: (selected ?? 0) - 1,
  });
  const tokensOf = useSyntax(path, file.source.text, file.text);
  const [firstColumn, setFirstColumn] = useState(0);
  const prefix = useId();
  const ownLine = useRef<number | null>(null);

  const select = (next: number, align: 'auto' | 'center' = 'auto') => {
    ownLine.current = next;
    virtualizer.scrollToIndex(next - 1, { align });
    onSelectLine(next);
  };
  useMissedKeys({
    marks: file.marks,
    arrival: selected === null ? props.arrival : null,
    startOf: (direction) =>
      selected ?? (direction === 1 ? firstVisibleLine(scroller.current) - 1 : lines.length + 1),
    onSelect: (next) => select(next, 'center'),
    onLeaveFile: props.onLeaveFile,
  });
  useLayoutEffect(() => {
    if (selected !== null && selected !== ownLine.current)
      virtualizer.scrollToIndex(selected - 1, { align: 'center' });
    ownLine.current = selected;
    // The details of the line take away some of the height.
    if (selected !== null && scroller.current) keepVisible(scroller.current, selected);
  }, [selected, virtualizer]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = lineAfterKey(event.key, { selected, scroller: scroller.current, count: lines.length });
    if (next === undefined) return;
    event.preventDefault();
    select(next);
  };
  const rows = virtualizer.getVirtualItems().map(({ index, start }) => ({ line: index + 1, top: start }));
  return (
    <>
      <CodeToolbar file={file} firstColumn={firstColumn} onColumn={setFirstColumn} />
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
            width: `${file.width + 24}ch`,
            '--line-digits': Math.max(String(lines.length).length, 3),
          }}
        >
          {rows.map(({ line: at, top }) => {
            const main = isColoredBySession ? mainSessionAt(props.sessionLines, at) : undefined;
            return (
              <CodeRow
                key={at}
                id={`${prefix}-${at}`}
                line={at}
                top={top}
                file={file}
                revision={file.revisions.get(at) ?? 0}
                isSelected={at === selected}
                isChanged={changedLines?.has(at) ?? false}
                tokens={tokensOf(at)}
                firstColumn={firstColumn}
                columns={COLUMNS}
                names={names}
                session={main}
                sessionNumber={main ? sessions.indexOf(main) + 1 : 0}
              />
            );
          })}
          <CodeGlows file={file} rows={rows} />
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

/** Returns the same names until another comparison is shown. */
function useSessionNames(view: CoverageView, { marks }: ShownFile): SessionNames | undefined {
  const [first, second] = view.kind === 'comparison' ? [view.first, view.second] : [];
  const isComparison = marks.layers === 2;
  return useMemo(
    () => (isComparison && first !== undefined && second !== undefined ? [first, second] : undefined),
    [isComparison, first, second],
  );
}

function mainSessionAt(sessionLines: CodeLinesProps['sessionLines'], line: number): string | null {
  if (typeof sessionLines !== 'object') return null;
  return mainSessionOf(sessionLines.get(line) ?? [])?.name ?? null;
}
