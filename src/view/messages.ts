/** The messages with which a run and a file are followed. Each is one line of JSON. */
import type { FileItems } from './file-items.js';
import type { RunState } from './run-state.js';
import type { Tally } from './tally.js';

/** Coverage of a file in a view. */
export interface FileRow {
  /** Path relative to the root of the project, with `/` as separator. */
  readonly path: string;
  readonly total: Tally;
  /** What is covered: one tally, or in a comparison three: only the first session, both, only the second one. */
  readonly parts: readonly Tally[];
}

/** Lines that have changed since a Git ref, for all files of the project. */
export interface ChangesView {
  /** Git ref as given. */
  readonly base: string;
  readonly files: readonly ChangedFileView[];
  /** Files whose coverage cannot be told, with a reason each. */
  readonly notes: readonly { readonly path: string; readonly reason: string }[];
}

export interface ChangedFileView {
  readonly path: string;
  /** Changed lines with code, from 1, ascending. */
  readonly executable: readonly number[];
  /** Those of them that have not run. */
  readonly missed: readonly number[];
}

export type ChangesMessage =
  | { readonly type: 'changes'; readonly changes: ChangesView }
  /** Why the changes of a Git ref are unknown. */
  | { readonly type: 'no changes'; readonly reason: string };

export type RunMessage =
  | { readonly type: 'state'; readonly state: RunState }
  /** `isComplete`: replaces all rows; otherwise replaces those of the same paths. */
  | { readonly type: 'rows'; readonly isComplete: boolean; readonly rows: readonly FileRow[] }
  | ChangesMessage
  /** Why the view cannot be shown, for example because its session does not exist. */
  | { readonly type: 'no view'; readonly reason: string };

/** The source of a file and what is counted in it. */
export interface SourceView {
  readonly path: string;
  /** `null` if the text on disk is not the measured one, or cannot be read. */
  readonly text: string | null;
  /** Why there is no text, as a sentence. */
  readonly reason: string | null;
  readonly items: FileItems;
}

/** Counts of a file, in the order of `FileItems`: one list, or in a comparison two: the first session's and the second's. */
export type CountLayers = readonly (readonly number[])[];

export type FileMessage =
  /** Comes first, and again when another version of the file is measured. */
  | { readonly type: 'source'; readonly source: SourceView; readonly layers: CountLayers }
  /** New values of counts, as pairs of index and count, for each layer. */
  | { readonly type: 'counts'; readonly changes: readonly (readonly (readonly [number, number])[])[] }
  /** The file has no coverage in any view. */
  | { readonly type: 'no file'; readonly reason: string };

/** The counts of a file in each session that ran it. */
export interface FileSessions {
  /** In the order of `RunState.sessions`. Counts are pairs of index and count, without zeros. */
  readonly sessions: readonly {
    readonly name: string;
    readonly counts: readonly (readonly [number, number])[];
  }[];
}

/** Covered statements of each file in each session. */
export interface SessionTable {
  /** Names, in the order of `RunState.sessions`. */
  readonly sessions: readonly string[];
  readonly rows: readonly {
    readonly path: string;
    /** Number of statements. */
    readonly total: number;
    /** Number of covered statements for each session. */
    readonly covered: readonly number[];
  }[];
}

/** The last line of a stream, when the server ends. The page does not connect again. */
export interface ClosedMessage {
  readonly type: 'closed';
}

/** What a page can ask a running program for. */
export type RunAction =
  | { readonly kind: 'start session'; readonly name: string }
  | { readonly kind: 'end session'; readonly name: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'dump' }
  /** Ends the run in order, as `covermain stop`. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'mark' };

/** The answer to an action. */
export interface ActionResult {
  /** A sentence for the user. */
  readonly message: string;
  /** Number of the new mark. */
  readonly mark?: number;
}
