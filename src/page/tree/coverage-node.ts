/** Holds the coverage of files and directories. It is mutable, so that new counts of a file change only its ancestors. */
import { batch, type Signal, signal } from '@preact/signals';
import type { FileRow } from '../../view/messages.js';
import { METRIC_NAMES } from './metrics.js';

export interface CoverageNode {
  readonly name: string;
  /** Path with `/`; empty for the root. */
  readonly path: string;
  readonly parent: CoverageNode | null;
  /** `null` for a file. */
  readonly children: Map<string, CoverageNode> | null;
  /** Numbers of statements, branches, functions and lines. */
  readonly total: number[];
  /** Covered ones: one list, or three in a comparison (only first, both, only second). */
  readonly parts: number[][];
  /** Increases when the numbers change. */
  readonly version: Signal<number>;
  /** Number of times that the coverage has grown. */
  growths: number;
  /** Time of the last growth, in milliseconds; `-Infinity` for none. */
  grownAt: number;
}

export interface CoverageTree {
  readonly root: CoverageNode;
  /** Files by path. */
  readonly files: Map<string, CoverageNode>;
}

export function createTree(): CoverageTree {
  return { root: createNode('', '', null, true), files: new Map() };
}

/**
 * Sets the numbers of files, and updates the sums of their directories.
 *
 * @param now time at which coverage has grown; `null` if the rows are the first ones
 * @returns whether a file is new
 */
export function applyRows(tree: CoverageTree, rows: readonly FileRow[], now: number | null): boolean {
  const touched = new Set<CoverageNode>();
  let isNew = false;
  for (const row of rows) {
    let file = tree.files.get(row.path);
    if (!file) {
      file = addFile(tree, row.path);
      isNew = true;
    }
    applyRow(file, row, now, touched);
  }
  batch(() => {
    for (const node of touched) node.version.value++;
  });
  return isNew;
}

/** Returns the number of covered items, for example in any of two compared sessions. @param metric index in a `Tally` */
export function coveredItems({ parts }: CoverageNode, metric: number): number {
  let sum = 0;
  for (const part of parts) sum += part[metric] ?? 0;
  return sum;
}

export function itemTotal({ total }: CoverageNode, metric: number): number {
  return total[metric] ?? 0;
}

/** Returns the number of items that have not run. @param metric index in a `Tally` */
export function missedItems(node: CoverageNode, metric: number): number {
  return itemTotal(node, metric) - coveredItems(node, metric);
}

function applyRow(file: CoverageNode, row: FileRow, now: number | null, touched: Set<CoverageNode>): void {
  const growth = [0, 1, 2, 3].reduce(
    (sum, metric) =>
      sum +
      Math.max(0, row.parts.reduce((all, part) => all + (part[metric] ?? 0), 0) - coveredItems(file, metric)),
    0,
  );
  const totals = row.total.map((value, metric) => value - itemTotal(file, metric));
  const parts = row.parts.map((part, index) =>
    part.map((value, metric) => value - (file.parts[index]?.[metric] ?? 0)),
  );
  if (![totals, ...parts].some((values) => values.some((value) => value !== 0))) return;
  for (let node: CoverageNode | null = file; node; node = node.parent) {
    addTo(node.total, totals);
    for (const [index, values] of parts.entries()) {
      let sums = node.parts[index];
      if (!sums) {
        sums = new Array<number>(METRIC_NAMES.length).fill(0);
        node.parts[index] = sums;
      }
      addTo(sums, values);
    }
    if (growth > 0 && now !== null) {
      node.growths++;
      node.grownAt = now;
    }
    touched.add(node);
  }
}

function addTo(sums: number[], values: readonly number[]): void {
  for (let metric = 0; metric < METRIC_NAMES.length; metric++)
    sums[metric] = (sums[metric] ?? 0) + (values[metric] ?? 0);
}

/** Adds a file without coverage, and its directories. A directory and a file may have the same name. */
function addFile(tree: CoverageTree, path: string): CoverageNode {
  const names = path.split('/');
  let directory = tree.root;
  for (const name of names.slice(0, -1)) {
    const key = `${name}/`;
    let child = directory.children?.get(key);
    if (!child) {
      child = createNode(name, directory.path === '' ? key : `${directory.path}${key}`, directory, true);
      directory.children?.set(key, child);
    }
    directory = child;
  }
  const name = names.at(-1) ?? '';
  const file = createNode(name, path, directory, false);
  directory.children?.set(name, file);
  tree.files.set(path, file);
  return file;
}

function createNode(
  name: string,
  path: string,
  parent: CoverageNode | null,
  isDirectory: boolean,
): CoverageNode {
  return {
    name,
    path,
    parent,
    children: isDirectory ? new Map() : null,
    total: new Array<number>(METRIC_NAMES.length).fill(0),
    parts: [],
    version: signal(0),
    growths: 0,
    grownAt: Number.NEGATIVE_INFINITY,
  };
}
