/** Merging and reporting any number of profiles. */
import { METRICS } from '../profiles/command.js';
import {
  APART,
  HUNDRED,
  manyTable,
  NYC_MERGE,
  nycComparisonTable,
  OF_JSON,
  THOUSAND,
  THREE_THOUSAND,
} from '../profiles/merge-tables.js';
import { NYC_REPORT, REPORT_OF_JSON, reportTables } from '../profiles/report-tables.js';
import type { Scenario } from '../scenario.js';

export const merge: Scenario = {
  name: 'merge',
  isolates:
    'The whole command, from spawn to exit: merging many profiles of 200 files with 500 counters each, in one directory ' +
    'and in one directory per profile; merging some of them as JSON and as profiles, compared with nyc; and reporting 5,000 ' +
    'files. Nine of ten counters take one byte. Each merged result is compared with the sum of the profiles.',
  rounds: { full: 3, quick: 1 },
  metrics: METRICS,
  targets: [
    { metric: 'wall', row: THOUSAND, most: 3000 },
    { metric: 'peak RSS', row: THOUSAND, most: 300 },
    { metric: 'wall', row: APART, most: 3000 },
    { metric: 'peak RSS', row: APART, most: 300 },
    { metric: 'peak RSS', row: THREE_THOUSAND, than: HUNDRED, more: 30 },
    { metric: 'wall', row: OF_JSON, than: NYC_MERGE, factor: 1 },
    { metric: 'wall', row: REPORT_OF_JSON, than: NYC_REPORT, factor: 1 },
  ],
  tables: async (bench) => [manyTable(bench), nycComparisonTable(bench), ...reportTables(bench)],
};
