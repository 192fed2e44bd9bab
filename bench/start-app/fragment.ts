/** A part of a generated module: it declares functions whose names end in the number of the module. */
export interface Fragment {
  readonly text: string;
  /** The expression by which the module uses them: a number, of `n`. */
  readonly use: string;
}
