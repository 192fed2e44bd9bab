/** What a scenario is: tables whose rows are measured in turn, round by round. */

/** What one run of a row gave. */
export interface Sample {
  /** By the name of the metric. */
  readonly values: Readonly<Record<string, number>>;
  /** Whether the code of the app really counted in that run. */
  readonly isCounting: boolean;
  /** What the app computed: the same in every row of a table. */
  readonly check: string;
}

export interface Row {
  readonly name: string;
  /** Whether the row's code is meant to count. */
  readonly counts: boolean;
  /** A run ahead of the rounds that fills caches, where there are any; it is not measured. */
  readonly prime?: () => Promise<void>;
  readonly sample: () => Promise<Sample>;
  /** The row is left out of later rounds. @default in every round */
  readonly mostRounds?: number;
}

export interface Table {
  readonly title: string;
  /** The name of the row that the others are compared with. */
  readonly base: string;
  readonly rows: readonly Row[];
  /** Ends what rows have left running. */
  readonly close?: () => Promise<void>;
}

export interface Metric {
  readonly name: string;
  readonly unit: string;
}

/** What is aimed at for the median of a metric, printed beside what was measured. */
export type Target = { readonly metric: string; readonly row: string } & Aim;

/** At most so many times what another row has, or so much above it; or at most so much. */
export type Aim =
  | { readonly than: string; readonly factor: number }
  | { readonly than: string; readonly more: number }
  | { readonly most: number };

export interface Rounds {
  readonly full: number;
  readonly quick: number;
}

/** What a scenario is given. */
export interface Bench {
  /** The binary that runs the measured processes. */
  readonly node: string;
  readonly isQuick: boolean;
  /** A new, empty folder, which is removed at the end. */
  readonly createFolder: (name: string) => string;
}

export interface Scenario {
  readonly name: string;
  /** What its numbers hold, and what they leave out. */
  readonly isolates: string;
  readonly rounds: Rounds;
  readonly metrics: readonly Metric[];
  readonly targets?: readonly Target[];
  readonly tables: (bench: Bench) => Promise<readonly Table[]>;
}
