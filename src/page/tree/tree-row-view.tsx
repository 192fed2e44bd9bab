/** A row of the tree. It is rendered again only when its own numbers change, because it reads a signal. */
import type { JSX } from 'preact';
import { toVisibleText } from '../../view/visible-parts.js';
import { formatShare } from '../state/format.js';
import { GLOW_TIME } from '../state/glow-time.js';
import { CoverageBar, describeParts } from '../widgets/coverage-bar.js';
import { Icon } from '../widgets/icons.js';
import { coveredItems, itemTotal } from './coverage-node.js';
import { METRIC_NAMES } from './metrics.js';
import type { TreeRow } from './tree-rows.js';

export interface TreeRowViewProps {
  readonly row: TreeRow;
  readonly index: number;
  readonly start: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
}

export function TreeRowView({ row, index, start, isActive, isSelected }: TreeRowViewProps): JSX.Element {
  const { node, label, level, isExpanded } = row;
  node.version.value;
  return (
    <div
      role="row"
      class={`tree-row ${isSelected ? 'is-selected' : ''} ${isExpanded ? '' : glowOf(node.growths, node.grownAt)}`}
      style={{ top: `${start}px` }}
      data-index={index}
      tabIndex={isActive ? 0 : -1}
      aria-level={level}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-expanded={isExpanded ?? undefined}
      aria-selected={isSelected}
      aria-rowindex={index + 2}
    >
      <span role="gridcell" class="tree-name" style={{ paddingInlineStart: `${(level - 1) * 14}px` }}>
        <span class={`tree-toggle ${isExpanded ? 'is-expanded' : ''}`}>
          {isExpanded !== null && <Icon name="right" />}
        </span>
        <bdi class={isExpanded === null ? 'tree-file' : 'tree-directory'} title={toVisibleText(node.path)}>
          {toVisibleText(label) || '(no name)'}
        </bdi>
      </span>
      {METRIC_NAMES.map((name, metric) => {
        const total = itemTotal(node, metric);
        const parts = node.parts.map((part) => part[metric] ?? 0);
        return (
          <span
            role="gridcell"
            key={name}
            class={`tree-metric metric-${metric}`}
            title={`${name}: ${describeParts(total, parts)}`}
          >
            <span class="tree-percent">{formatShare(coveredItems(node, metric), total)}</span>
            <CoverageBar total={total} parts={parts} />
          </span>
        );
      })}
    </div>
  );
}

/** Expanded directories do not glow, because the rows in them do. The class alternates, so that the animation starts again with each growth. */
function glowOf(growths: number, grownAt: number): string {
  if (performance.now() - grownAt > GLOW_TIME) return '';
  return growths % 2 === 0 ? 'glow-even' : 'glow-odd';
}
