/** Describes the state of a run for the readers of its model. */
import { readPackageName } from '../project/package.js';
import type { MarkView, RunState } from '../view/run-state.js';
import { describeProblems, describeProcesses, shortenForeign } from './describe-run.js';
import { describeSessions } from './describe-sessions.js';
import type { FinalProfile } from './final-profile.js';
import type { LiveProcess } from './live-processes.js';
import type { RecordedState } from './run-record.js';
import type { SessionBook } from './session-book.js';
import type { WatchedSessions } from './watched-sessions.js';

/** What is known of a run. Values are `undefined` until they are known. */
export interface KnownRun {
  /** Absolute path of the project. */
  readonly root: string;
  /** Id of the run that was asked for. */
  readonly requested: string | undefined;
  readonly live: readonly LiveProcess[];
  readonly record: RecordedState | undefined;
  readonly book: SessionBook | undefined;
  /** Returns what an open session has covered. */
  readonly coveredBy: WatchedSessions['coveredBy'];
  readonly marks: readonly MarkView[];
  /** Why files cannot be read, a sentence each. */
  readonly failures: readonly string[];
  /** What was lost, a sentence each. */
  readonly losses: readonly string[];
  readonly defaultRef: string | undefined;
  readonly hasEnded: boolean;
  readonly final: FinalProfile | undefined;
}

export function describeState(known: KnownRun): RunState {
  const { root, requested, live, record, book, final } = known;
  const { facts } = record?.announced() ?? {};
  const label = facts?.label ?? live[0]?.status.label ?? null;
  return {
    run: record?.run ?? requested ?? null,
    label: label === null ? null : shortenForeign(label),
    project: facts?.package.name ?? readPackageName(root) ?? root.split(/[\\/]/).at(-1) ?? root,
    phase: known.hasEnded ? 'ended' : 'running',
    time: new Date().toISOString(),
    processes: describeProcesses(live, record),
    sessions: describeSessions(live, record, book, known.coveredBy),
    marks: known.marks,
    warnings: [...describeProblems(live), ...known.failures, ...(final?.warnings ?? [])],
    losses: known.losses,
    defaultRef: known.defaultRef ?? null,
    resets: countResets(record),
    end: final && record ? { time: final.time, directory: record.directory } : null,
  };
}

/** Returns the number of resets of the run. Those of single processes are of files that a client has collected. */
function countResets(record: RecordedState | undefined): number {
  return (record?.journal() ?? []).filter((one) => one.event === 'reset' && one.pid === undefined).length;
}
