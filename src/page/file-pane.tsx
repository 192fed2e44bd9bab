/** The selected file: its numbers and its source. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { toVisibleText } from '../view/visible-parts.js';
import { CodeView } from './code/code-view.js';
import { formatShare } from './state/format.js';
import { findNextMissing } from './state/next-missing.js';
import { usePage } from './state/page-state.js';
import { sessionColorClass } from './state/session-colors.js';
import { useSessionNames } from './state/use-session-names.js';
import { coveredItems, itemTotal } from './tree/coverage-node.js';
import { METRIC_NAMES, SHORT_METRIC_NAMES } from './tree/metrics.js';
import { CoverageBar, describeParts } from './widgets/coverage-bar.js';
import { FileName } from './widgets/file-name.js';
import { Icon } from './widgets/icons.js';

export function FilePane({ path }: { readonly path: string }): JSX.Element {
  const page = usePage();
  const { view, line } = page.address.value;
  const names = useSessionNames();
  const changes = page.store.changes.value;
  const changedLines = useMemo(() => {
    if (!changes) return null;
    return new Set(changes.files.find((file) => file.path === path)?.executable ?? []);
  }, [changes, path]);
  return (
    <div class="file">
      <div class="file-head">
        <h2 class="file-title" aria-label={toVisibleText(path)}>
          <FileName path={path} />
        </h2>
        <FileNumbers path={path} />
        {names.length > 0 && (
          <label class="check">
            <input
              type="checkbox"
              checked={page.isColoredBySession.value}
              onChange={({ currentTarget }) => {
                page.isColoredBySession.value = currentTarget.checked;
              }}
            />
            Color by session
          </label>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label="Close the file"
          title="Close the file (Esc)"
          onClick={() => page.navigate({ file: null, line: null })}
        >
          <Icon name="close" />
        </button>
      </div>
      {page.isColoredBySession.value && names.length > 0 && <SessionLegend names={names} />}
      <div class="file-code">
        <CodeView
          source={page.source}
          view={view}
          path={path}
          line={line}
          onSelectLine={(next) => page.navigate({ line: next })}
          sessions={names}
          isColoredBySession={page.isColoredBySession.value}
          changedLines={changedLines}
          onLeaveFile={(direction) => {
            const next = findNextMissing(page, path, direction);
            if (next === undefined) page.showStatus('No missed line is left in this direction.');
            else page.navigate({ file: next, line: null });
          }}
        />
      </div>
    </div>
  );
}

function SessionLegend({ names }: { readonly names: readonly string[] }): JSX.Element {
  return (
    <ul class="legend" aria-label="Colors of the sessions">
      {names.map((name, index) => (
        <li key={name}>
          <span class={`session-number ${sessionColorClass(names, name)}`}>{index + 1}</span>
          <bdi>{toVisibleText(name)}</bdi>
        </li>
      ))}
    </ul>
  );
}

function FileNumbers({ path }: { readonly path: string }): JSX.Element | null {
  const { store } = usePage();
  store.structure.value;
  const node = store.tree.value.files.get(path);
  node?.version.value;
  if (!node) return null;
  return (
    <ul class="file-numbers">
      {METRIC_NAMES.map((name, metric) => {
        const total = itemTotal(node, metric);
        const parts = node.parts.map((part) => part[metric] ?? 0);
        return (
          <li key={name} class={`metric-${metric}`} title={`${name}: ${describeParts(total, parts)}`}>
            <span class="file-metric" data-short={SHORT_METRIC_NAMES[metric]}>
              {name}
            </span>
            <b>{formatShare(coveredItems(node, metric), total)}</b>
            <CoverageBar total={total} parts={parts} />
          </li>
        );
      })}
    </ul>
  );
}
