/** A fragment of a generated module. It declares functions whose names end in the number of the module. */
export interface Fragment {
  readonly text: string;
  /** Expression that calls them with `n` and returns a number. */
  readonly use: string;
}
