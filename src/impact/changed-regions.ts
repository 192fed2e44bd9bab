/** Compares two versions of a source region by region. */
import type { SourceRegion } from './source-regions.js';

/**
 * Returns the regions of one version that differ from those of the other version. If a region differs, the functions in it
 * count as changed, too: they may be others with the same text.
 */
export function changedRegions(one: SourceRegion, other: SourceRegion): readonly SourceRegion[] {
  if (one.text !== other.text || one.inner.length !== other.inner.length) return withInner(one);
  return one.inner.flatMap((inner, index) => changedRegions(inner, other.inner[index] as SourceRegion));
}

function withInner(region: SourceRegion): readonly SourceRegion[] {
  return [region, ...region.inner.flatMap(withInner)];
}
