/** Types of a scenario: tables whose rows are measured in turn, round by round. */

/** Result of one run of a row. */
export interface Sample {
  /** Values by the name of the metric. */
  readonly values: Readonly<Record<string, number>>;
  /** Whether the code of the app was counted in this run. */
  readonly isCounting: boolean;
  /** Result that the app has computed. It must be equal in all rows of a table. */
  readonly check: string;
}

export interface Row {
  readonly name: string;
  /** Whether the code of this row is expected to count. */
  readonly counts: boolean;
  /** Fills caches before the first round. Is not measured. */
  readonly prime?: () => Promise<void>;
  readonly sample: () => Promise<Sample>;
  /** Number of rounds in which the row is measured. @default all rounds */
  readonly mostRounds?: number;
}

export interface Table {
  readonly title: string;
  /** Name of the row with which the others are compared. */
  readonly base: string;
  readonly rows: readonly Row[];
  /** Ends the processes that rows have left running. */
  readonly close?: () => Promise<void>;
}

export interface Metric {
  readonly name: string;
  readonly unit: string;
  /**
   * Value of a row that ratios and targets compare. The minimum suits work that is always the same: other load only adds to it.
   *
   * @default 'median'
   */
  readonly compared?: 'median' | 'minimum';
}

/** Target for the compared value of a metric, printed with the measured value. */
export type Target = {
  readonly metric: string;
  readonly row: string;
  /** Text in the title of the tables that have the target. @default all tables with the row */
  readonly table?: string;
} & Aim;

/** Upper limit: a factor of another row's value, a difference to it, or a fixed value. */
export type Aim =
  | { readonly than: string; readonly factor: number }
  | { readonly than: string; readonly more: number }
  | { readonly most: number };

export interface Rounds {
  readonly full: number;
  readonly quick: number;
}

/** Values that the benchmark passes to a scenario. */
export interface Bench {
  /** Absolute path of the Node binary for the measured processes. */
  readonly node: string;
  readonly isQuick: boolean;
  /** Returns the path of a new directory, which is removed at the end. */
  readonly createDirectory: (name: string) => string;
}

/** A scenario cannot be measured on this machine. The message says why. */
export class SkippedScenario extends Error {}

export interface Scenario {
  readonly name: string;
  /** What the numbers of the scenario include and exclude. */
  readonly isolates: string;
  readonly rounds: Rounds;
  readonly metrics: readonly Metric[];
  readonly targets?: readonly Target[];
  /** @throws SkippedScenario */
  readonly tables: (bench: Bench) => Promise<readonly Table[]>;
}
