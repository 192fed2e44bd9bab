/** What a session has executed. */

/** Statements that a session executed, in all processes of a run. */
export interface SessionSummary {
  readonly executed: ExecutedStatements;
  /** Those that the run had not executed before. */
  readonly new: ExecutedStatements;
  /** Whether `new` may lack statements: the run executed more code before the command had read its profiles. */
  readonly isNewMinimum: boolean;
}

export interface ExecutedStatements {
  readonly statements: number;
  /** Number of files with such statements. */
  readonly files: number;
}
