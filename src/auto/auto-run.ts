/** What `describe-auto-run.ts` prints for its parent, as JSON. */
export interface AutoRunDescription {
  /** Context of the run as `RUN_CONTEXT` has it, without the token; `null` if nothing can be measured. */
  readonly context: string | null;
  /** Warnings for the user; or why nothing can be measured. Each is one line. */
  readonly warnings: readonly string[];
}
