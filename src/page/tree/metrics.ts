/** What is counted, in the order of a `Tally`. */

/** Names of the metrics. */
export const METRIC_NAMES = ['Statements', 'Branches', 'Functions', 'Lines'] as const;

/** Names of the metrics for narrow columns. */
export const SHORT_METRIC_NAMES = ['Stmts', 'Branch', 'Funcs', 'Lines'] as const;
