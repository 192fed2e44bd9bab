/** The engines whose counts are compared. */

import assert from 'node:assert/strict';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { EngineName } from '../../../src/settings/index.js';
import { compareCoverage } from '../compare.js';
import { describeDifferences } from '../describe-differences.js';

/** What counts as Istanbul does, by definition. */
export const REFERENCE: EngineName = 'nyc';

/** What must count the same. */
export const CANDIDATE: EngineName = 'probe';

/** @throws AssertionError that says where the two differ */
export function assertSameCoverage(reference: CoverageMapData, candidate: CoverageMapData): void {
  const differing = compareCoverage(reference, candidate);
  if (differing.length === 0) return;
  assert.fail(describeDifferences(differing, [`${REFERENCE} (reference)`, `${CANDIDATE} (candidate)`]));
}
