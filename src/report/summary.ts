/** How much of the code ran: what is covered, and of how many. */
import { posix } from 'node:path';
import libCoverage, { type CoverageMapData, type FileCoverageData } from 'istanbul-lib-coverage';
import { metaPathOf } from '../profile/model/file-meta.js';
import { METRICS, type Metric } from '../project/nyc-config.js';
import type { Ratio } from './ratio.js';

/** As Istanbul counts them: a line is covered if a statement that begins in it is. */
export type Summary = Readonly<Record<Metric, Ratio>>;

/** Of a file or a folder. */
export interface PathSummary extends Summary {
  /** Relative to the root, with `/` between folders; `.` for the root itself. */
  readonly path: string;
}

/** Each file, in the order of paths. @param root absolute path */
export function summarizeFiles(map: CoverageMapData, root: string): readonly PathSummary[] {
  return Object.entries(map)
    .map(([file, coverage]) => ({ path: metaPathOf(root, file), ...summaryOf(coverage) }))
    .sort(compareByPath);
}

/** Each folder that has files, with those that are in no folder below it, in the order of paths. */
export function summarizeFolders(files: readonly PathSummary[]): readonly PathSummary[] {
  const folders = new Map<string, PathSummary[]>();
  for (const file of files) {
    const path = posix.dirname(file.path);
    const inside = folders.get(path);
    if (inside) inside.push(file);
    else folders.set(path, [file]);
  }
  return [...folders].map(([path, inside]) => ({ path, ...addSummaries(inside) })).sort(compareByPath);
}

export function addSummaries(summaries: readonly Summary[]): Summary {
  return eachMetric((metric) => {
    let [covered, total] = [0, 0];
    for (const { [metric]: share } of summaries) {
      covered += share.covered;
      total += share.total;
    }
    return { covered, total };
  });
}

/** By path; no two are the same. */
export function compareByPath(one: { readonly path: string }, other: { readonly path: string }): number {
  return one.path < other.path ? -1 : 1;
}

function summaryOf(file: CoverageMapData[string]): Summary {
  const summary = libCoverage.createFileCoverage(file as FileCoverageData).toSummary();
  return eachMetric((metric) => {
    const { covered, total } = summary[metric];
    return { covered, total };
  });
}

function eachMetric(shareOf: (metric: Metric) => Ratio): Summary {
  return Object.fromEntries(METRICS.map((metric) => [metric, shareOf(metric)])) as Record<Metric, Ratio>;
}
