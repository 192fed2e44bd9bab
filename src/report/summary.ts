/** Summarizes how much of the code ran: numbers of covered items and of all items, by file and directory. */
import { posix } from 'node:path';
import libCoverage, { type CoverageMapData, type FileCoverageData } from 'istanbul-lib-coverage';
import { metaPathOf } from '../profile/model/file-meta.js';
import { METRICS, type Metric } from '../project/nyc-config.js';
import type { CoverageDocument, CoveragePercentages } from './coverage-document.js';
import { type Ratio, toPercentRatio } from './figures/ratio.js';

/** Counted as Istanbul does: a line is covered if a statement that begins on it is. */
export type Summary = Readonly<Record<Metric, Ratio>>;

/** Summary of a file or a directory. */
export interface PathSummary extends Summary {
  /** Relative to the root, with `/` between directories; `.` for the root itself. */
  readonly path: string;
}

/** Returns a summary of each file, and of all files together. @param root absolute path */
export function summarizeCoverage(map: CoverageMapData, root: string): CoverageDocument {
  const files = summarizeFiles(map, root);
  return {
    files: files.map(withPercentages),
    total: withPercentages(addSummaries(files)),
  };
}

/** Returns a summary of each file, in the order of paths. @param root absolute path */
export function summarizeFiles(map: CoverageMapData, root: string): readonly PathSummary[] {
  return Object.entries(map)
    .map(([file, coverage]) => ({ path: metaPathOf(root, file), ...summaryOf(coverage) }))
    .sort(compareByPath);
}

/**
 * Returns a summary of each directory that contains files, in the order of paths. It counts the files of the directory
 * itself, and not those of directories below.
 */
export function summarizeDirectories(files: readonly PathSummary[]): readonly PathSummary[] {
  const directories = new Map<string, PathSummary[]>();
  for (const file of files) {
    const path = posix.dirname(file.path);
    const inside = directories.get(path);
    if (inside) inside.push(file);
    else directories.set(path, [file]);
  }
  return [...directories].map(([path, inside]) => ({ path, ...addSummaries(inside) })).sort(compareByPath);
}

export function addSummaries(summaries: readonly Summary[]): Summary {
  return mapMetrics((metric) => {
    let [covered, total] = [0, 0];
    for (const { [metric]: ratio } of summaries) {
      covered += ratio.covered;
      total += ratio.total;
    }
    return { covered, total };
  });
}

/** Compares by path, for sorting. No two paths are the same. */
export function compareByPath(one: { readonly path: string }, other: { readonly path: string }): number {
  return one.path < other.path ? -1 : 1;
}

function summaryOf(file: CoverageMapData[string]): Summary {
  const summary = libCoverage.createFileCoverage(file as FileCoverageData).toSummary();
  return mapMetrics((metric) => {
    const { covered, total } = summary[metric];
    return { covered, total };
  });
}

function mapMetrics<Value>(compute: (metric: Metric) => Value): Readonly<Record<Metric, Value>> {
  return Object.fromEntries(METRICS.map((metric) => [metric, compute(metric)])) as Record<Metric, Value>;
}

/** Returns a copy of a summary in which each ratio has its percentage. */
export function withPercentages<Item extends Summary>(
  item: Item,
): Omit<Item, keyof Summary> & CoveragePercentages {
  return {
    ...item,
    statements: toPercentRatio(item.statements),
    branches: toPercentRatio(item.branches),
    functions: toPercentRatio(item.functions),
    lines: toPercentRatio(item.lines),
  };
}
