/** Adds up the coverage of a run, as `nyc report` adds up what nyc collected. */
import libCoverage, {
  type CoverageMap,
  type CoverageMapData,
  type FileCoverage,
} from 'istanbul-lib-coverage';
import libSourceMaps from 'istanbul-lib-source-maps';
import { nameSourcesByPath } from '../collect/remap-to-sources.js';
import type { MeasuredFile } from '../interchange/nyc-output.js';
import type { NycConfig } from '../project/nyc-config.js';
import { createSelector } from '../selection/selector.js';
import type { ReportedCoverage } from './draw-report.js';
import { compareByPath } from './summary.js';

/**
 * Returns the sum of all maps, in the order of paths. Compiled files that have an input source map are replaced by their
 * original sources.
 */
export async function addUpCoverage(
  maps: readonly CoverageMapData[],
  { excludeAfterRemap, selection }: Pick<NycConfig, 'excludeAfterRemap' | 'selection'>,
): Promise<ReportedCoverage> {
  const sum = libCoverage.createCoverageMap({});
  for (const map of maps) sum.merge(map);
  const named = libCoverage.createCoverageMap(
    Object.fromEntries(sum.files().map((path) => toNamed(sum, path))),
  );
  const remapped = await libSourceMaps.createSourceMapStore().transformCoverage(named);
  if (excludeAfterRemap) {
    const selector = createSelector(selection);
    remapped.filter((path) => selector.isSelected(path));
  }
  const files = remapped.files().map((path) => remapped.fileCoverageFor(path));
  return Object.fromEntries(files.sort(compareByPath).map(toEntry));
}

/** nyc reports a compiled file itself if its map cannot be read. */
function toNamed(sum: CoverageMap, path: string): readonly [string, MeasuredFile] {
  const data: MeasuredFile = sum.fileCoverageFor(path).data;
  return [path, (data.inputSourceMap && nameSourcesByPath(data)) || data];
}

function toEntry({ path, data }: FileCoverage): readonly [string, ReportedCoverage[string]] {
  return [path, data];
}
