/** The part of a terminal that a command draws again and again. */

export interface Screen {
  /** Replaces what was drawn before by these lines. Each is escaped, except for its sealed colours. */
  readonly draw: (lines: readonly string[]) => void;
  /** Leaves the last lines on the terminal and restores the cursor. */
  readonly close: () => void;
}
