/** Interface of all reporters, and the options that they receive. */
import type { Context } from 'istanbul-lib-report';
import type { ChangesMessage } from '../view/messages.js';
import type { ReportedRun } from './page/reported-run.js';
import type { SessionCounts } from './page/session-counts.js';
import type { SessionLines } from './session-lines.js';

/** Draws one kind of report. */
export interface Reporter {
  execute(context: Context): void;
}

/** What reporters show besides coverage. nyc passes none of it. */
export interface ReporterDetails {
  /** Sessions that the pages of files show beside lines. @default none */
  readonly sessions?: SessionLines;
  /** Counts of sessions that the reporter `covermain` shows. @default none */
  readonly sessionCounts?: SessionCounts;
  /** The run that the reporter `covermain` describes. @default unknown */
  readonly run?: ReportedRun;
  /** Changed lines that the reporter `covermain` lists. @default unknown */
  readonly changes?: ChangesMessage;
}

/** Options that nyc passes to every reporter, and details. */
export interface ReporterOptions extends ReporterDetails {
  readonly skipEmpty: boolean;
  readonly skipFull: boolean;
  /** Absolute path that paths in reports are relative to. */
  readonly projectRoot: string;
  /** Maximum width of tables in columns. */
  readonly maxCols: number;
}
