/** The engines whose coverage is compared. */
import assert from 'node:assert/strict';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { EngineName } from '../../../src/settings/index.js';
import { compareCoverage } from '../compare.js';
import { describeDifferences } from '../describe-differences.js';

/** The engine whose coverage is Istanbul's by definition. */
export const REFERENCE: EngineName = 'nyc';

/** The engine that must have the same coverage. */
export const CANDIDATE: EngineName = 'probe';

/** Asserts that two coverages are equal. @throws AssertionError that describes the differences */
export function assertSameCoverage(reference: CoverageMapData, candidate: CoverageMapData): void {
  const differing = compareCoverage(reference, candidate);
  if (differing.length === 0) return;
  assert.fail(describeDifferences(differing, [`${REFERENCE} (reference)`, `${CANDIDATE} (candidate)`]));
}
