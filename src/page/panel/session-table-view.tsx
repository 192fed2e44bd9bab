/** A table of the covered statements of each file in each session. Only visible rows are rendered. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SessionTable } from '../../view/messages.js';
import { toVisibleText } from '../../view/visible-parts.js';
import { textOfFailure } from '../data/failure-text.js';
import { formatShare } from '../state/format.js';
import { usePage } from '../state/page-state.js';
import { sessionColorClass } from '../state/session-colors.js';
import { useSessionNames } from '../state/use-session-names.js';
import { describeParts } from '../widgets/coverage-bar.js';
import { FileName } from '../widgets/file-name.js';
import { LIST_ROW_HEIGHT, useVirtualRows } from '../widgets/virtual-rows.js';

export function SessionTableView(): JSX.Element {
  const { source, store } = usePage();
  const [table, setTable] = useState<SessionTable | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [reading, setReading] = useState(0);
  const size = store.state.value?.sessions.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the table is read again when asked, or with another number of sessions
  useEffect(() => {
    let isCurrent = true;
    source.readSessionTable().then(
      (result) => {
        if (!isCurrent) return;
        setTable(result);
        setError(null);
      },
      (reason: unknown) => isCurrent && setError(textOfFailure(reason)),
    );
    return () => {
      isCurrent = false;
    };
  }, [source, reading, size]);
  if (error !== null) return <p class="message is-error">{toVisibleText(error)}</p>;
  if (!table) return <p class="message">Loading…</p>;
  if (table.sessions.length === 0) return <p class="message">No session has been recorded.</p>;
  return (
    <>
      {source.act && (
        <div class="inline-form">
          <span class="muted">Covered statements of each file in each session.</span>
          <button type="button" class="button" onClick={() => setReading(reading + 1)}>
            Refresh
          </button>
        </div>
      )}
      <VirtualTable table={table} />
    </>
  );
}

function VirtualTable({ table }: { readonly table: SessionTable }): JSX.Element {
  const { navigate } = usePage();
  const names = useSessionNames();
  const scrollRef = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualRows({
    count: table.rows.length,
    height: LIST_ROW_HEIGHT,
    scrollRef,
    kept: -1,
  });
  const columns = { gridTemplateColumns: `minmax(240px, 2fr) 80px repeat(${table.sessions.length}, 120px)` };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the table scrolls, so keys must reach it
    <div class="matrix" ref={scrollRef} tabIndex={0} role="region" aria-label="Sessions and files">
      <div role="table" aria-label="Covered statements by session" aria-rowcount={table.rows.length + 1}>
        <div role="rowgroup" class="matrix-head">
          <div role="row" class="matrix-row" style={columns} aria-rowindex={1}>
            <span role="columnheader">File</span>
            <span role="columnheader" class="is-number">
              Total
            </span>
            {table.sessions.map((name) => (
              <span role="columnheader" class="is-number" key={name} title={toVisibleText(name)}>
                <span class={`session-dot ${sessionColorClass(names, name)}`} aria-hidden="true" />
                <bdi>{toVisibleText(name)}</bdi>
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" class="matrix-space" style={{ height: `${virtualizer.getTotalSize()}px` }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = table.rows[index];
            if (!row) return null;
            return (
              <div
                role="row"
                key={row.path}
                class="matrix-row is-virtual"
                style={{ ...columns, top: `${start}px` }}
                aria-rowindex={index + 2}
              >
                <span role="rowheader">
                  <button type="button" class="link" onClick={() => navigate({ file: row.path, line: null })}>
                    <FileName path={row.path} />
                  </button>
                </span>
                <span role="cell" class="is-number muted">
                  {row.total}
                </span>
                {row.covered.map((covered, session) => (
                  <span
                    role="cell"
                    key={session}
                    class={`is-number ${covered === 0 ? 'is-zero' : ''}`}
                    title={describeParts(row.total, [covered])}
                  >
                    {covered} <span class="muted">{formatShare(covered, row.total)}</span>
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
