/** Lists the rows of the tree that are shown: filtered, sorted and without the children of collapsed directories. */
import { type CoverageNode, coveredItems, itemTotal } from './coverage-node.js';

export interface TreeSort {
  /** `name`, or the index of a number in a `Tally`. */
  readonly by: 'name' | number;
  readonly isDescending: boolean;
}

export interface TreeShape {
  readonly sort: TreeSort;
  /** `undefined` shows all files. */
  readonly isShown: ((file: CoverageNode) => boolean) | undefined;
  /** @param depth number of shown directories that contain it */
  readonly isExpanded: (directory: CoverageNode, depth: number) => boolean;
}

export interface TreeRow {
  readonly node: CoverageNode;
  /** Name, with the names of directories that contain nothing else. */
  readonly label: string;
  /** From 1. */
  readonly level: number;
  /** Position among the rows of the same directory, from 1. */
  readonly position: number;
  /** Number of rows of the same directory. */
  readonly size: number;
  /** `null` for a file. */
  readonly isExpanded: boolean | null;
}

export function listTreeRows(root: CoverageNode, shape: TreeShape): readonly TreeRow[] {
  const shown = shape.isShown && findShown(root, shape.isShown);
  const compare = createComparison(shape.sort);
  const rows: TreeRow[] = [];
  const visit = (directory: CoverageNode, level: number) => {
    const entries = shownChildren(directory, shown).map((child) => joinChain(child, shown));
    entries.sort((one, other) => compare(one.node, other.node) || compareTexts(one.label, other.label));
    for (const [index, { node, label }] of entries.entries()) {
      const isExpanded = node.children && shape.isExpanded(node, level - 1);
      rows.push({ node, label, level, position: index + 1, size: entries.length, isExpanded });
      if (isExpanded) visit(node, level + 1);
    }
  };
  visit(root, 1);
  return rows;
}

/** Returns the files for which a test is true, and the directories that contain them. */
function findShown(root: CoverageNode, isShown: (file: CoverageNode) => boolean): ReadonlySet<CoverageNode> {
  const shown = new Set<CoverageNode>();
  const visit = (node: CoverageNode): boolean => {
    let isAny = false;
    if (node.children) for (const child of node.children.values()) isAny = visit(child) || isAny;
    else isAny = isShown(node);
    if (isAny) shown.add(node);
    return isAny;
  };
  visit(root);
  return shown;
}

function shownChildren(
  { children }: CoverageNode,
  shown: ReadonlySet<CoverageNode> | undefined,
): readonly CoverageNode[] {
  const all = [...(children?.values() ?? [])];
  return shown ? all.filter((child) => shown.has(child)) : all;
}

/** Joins a directory with the only directory in it, and so on. */
function joinChain(first: CoverageNode, shown: ReadonlySet<CoverageNode> | undefined) {
  let node = first;
  let label = first.name;
  while (node.children) {
    const children = shownChildren(node, shown);
    const [only] = children;
    if (children.length !== 1 || !only?.children) break;
    label += `/${only.name}`;
    node = only;
  }
  return { node, label };
}

const { compare: compareTexts } = new Intl.Collator('en', { numeric: true });

/** Compares names with directories first, or percentages with files without items last. */
function createComparison({
  by,
  isDescending,
}: TreeSort): (one: CoverageNode, other: CoverageNode) => number {
  const sign = isDescending ? -1 : 1;
  if (by === 'name')
    return (one, other) =>
      Number(one.children === null) - Number(other.children === null) ||
      sign * compareTexts(one.name, other.name);
  return (one, other) => {
    const totals = [itemTotal(one, by), itemTotal(other, by)] as const;
    if (totals[0] === 0 || totals[1] === 0) return Number(totals[0] === 0) - Number(totals[1] === 0);
    return sign * (coveredItems(one, by) / totals[0] - coveredItems(other, by) / totals[1]);
  };
}
