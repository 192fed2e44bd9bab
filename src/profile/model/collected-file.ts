/** A state of a counters file that a client has stored: later states of the file have a later end. */
export interface CollectedFile {
  /** Name of the file, `covcounters.…`. */
  readonly name: string;
  /** Time at which its counters were read, as `Date.toISOString` formats it. */
  readonly end: string;
}
