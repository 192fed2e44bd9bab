/** Checks coverage against thresholds, as `nyc check-coverage` does. */

import libCoverage, { type CoverageMapData, type CoverageSummary } from 'istanbul-lib-coverage';
import { metaPathOf } from '../profile/model/file-meta.js';
import { METRICS, type Thresholds } from '../project/nyc-config.js';
import type { MissedThreshold } from './coverage-document.js';

/**
 * Returns the thresholds that are missed.
 *
 * @param root absolute path
 * @param perFile whether the thresholds apply to each file by itself
 */
export function findMissedThresholds(
  map: CoverageMapData,
  thresholds: Thresholds,
  root: string,
  perFile: boolean,
): readonly MissedThreshold[] {
  const coverage = libCoverage.createCoverageMap(map);
  if (!perFile) return compareSummary(coverage.getCoverageSummary(), thresholds, null);
  return coverage
    .files()
    .flatMap((file) =>
      compareSummary(coverage.fileCoverageFor(file).toSummary(), thresholds, metaPathOf(root, file)),
    );
}

/** Returns one line for people: `src/a.js: 66.66% of lines are covered, below the threshold of 80%`. */
export function describeMissedThreshold({ path, metric, percentage, required }: MissedThreshold): string {
  return `${path ?? 'all files'}: ${percentage}% of ${metric} are covered, below the threshold of ${required}%`;
}

function compareSummary(
  summary: CoverageSummary,
  thresholds: Thresholds,
  path: string | null,
): readonly MissedThreshold[] {
  return METRICS.map((metric) => {
    return { path, metric, percentage: summary[metric].pct, required: thresholds[metric] };
  }).filter(({ percentage, required }) => percentage < required);
}
