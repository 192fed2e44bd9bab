/** The head of the tree, whose buttons sort the rows. */
import type { JSX } from 'preact';
import { usePage } from '../state/page-state.js';
import { Icon } from '../widgets/icons.js';
import { METRIC_NAMES, SHORT_METRIC_NAMES } from './metrics.js';
import type { TreeSort } from './tree-rows.js';

export function TreeHead(): JSX.Element {
  return (
    <div role="rowgroup" class="tree-head">
      <div role="row" class="tree-columns" aria-rowindex={1}>
        <HeadCell by="name" name="Name" label="Name" />
        {METRIC_NAMES.map((name, metric) => (
          <HeadCell key={name} by={metric} name={name} label={SHORT_METRIC_NAMES[metric] ?? name} />
        ))}
      </div>
    </div>
  );
}

interface HeadCellProps {
  readonly by: TreeSort['by'];
  readonly name: string;
  readonly label: string;
}

function HeadCell({ by, name, label }: HeadCellProps): JSX.Element {
  const page = usePage();
  const sort = page.sort.value;
  const isSorted = sort.by === by;
  const order = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none';
  return (
    <span
      role="columnheader"
      aria-sort={order}
      class={by === 'name' ? 'tree-name' : `tree-metric metric-${by}`}
    >
      <button
        type="button"
        class="sort-button"
        title={`Sort by ${name.toLowerCase()}`}
        onClick={() => {
          page.sort.value = { by, isDescending: isSorted && !sort.isDescending };
        }}
      >
        {label}
        {isSorted && <Icon name={sort.isDescending ? 'down' : 'up'} />}
      </button>
    </span>
  );
}
