/** What must be covered, as nyc checks it. */
import libCoverage, { type CoverageMapData, type CoverageSummary } from 'istanbul-lib-coverage';
import { metaPathOf } from '../profile/model/file-meta.js';
import { METRICS, type Metric, type Thresholds } from '../project/nyc-config.js';

/** A threshold that was not reached. */
export interface MissedThreshold {
  /** Relative to the root, with `/` between folders; `undefined` for all files together. */
  readonly path: string | undefined;
  readonly metric: Metric;
  /** Istanbul's percentage, with two decimals, which are cut. */
  readonly percentage: number;
  readonly wanted: number;
}

/**
 * @param root absolute path
 * @param perFile whether the thresholds are for each file by itself
 */
export function findMissedThresholds(
  map: CoverageMapData,
  thresholds: Thresholds,
  root: string,
  perFile: boolean,
): readonly MissedThreshold[] {
  const coverage = libCoverage.createCoverageMap(map);
  if (!perFile) return missesOf(coverage.getCoverageSummary(), thresholds, undefined);
  return coverage
    .files()
    .flatMap((file) =>
      missesOf(coverage.fileCoverageFor(file).toSummary(), thresholds, metaPathOf(root, file)),
    );
}

/** In one line, for people. */
export function describeMissedThreshold({ path, metric, percentage, wanted }: MissedThreshold): string {
  return `${path ?? 'all files'}: ${percentage}% of ${metric} are covered, and at least ${wanted}% are wanted`;
}

function missesOf(
  summary: CoverageSummary,
  thresholds: Thresholds,
  path: string | undefined,
): readonly MissedThreshold[] {
  return METRICS.map((metric) => {
    return { path, metric, percentage: summary[metric].pct, wanted: thresholds[metric] };
  }).filter(({ percentage, wanted }) => percentage < wanted);
}
