/** Describes the run of a report for its page: its processes, and what its profiles lack. */
import { formatArguments } from '../../platform/format-arguments.js';
import type { ProcessHeader } from '../../profile/model/counters-profile.js';
import { readHeaders } from '../../profile/store/read-profile.js';
import type { ProcessView, RunState } from '../../view/run-state.js';
import { formatRunNote } from '../format-notes.js';
import { findRecordedNotes } from '../recorded-runs.js';

export interface ReportedRun extends Pick<RunState, 'run' | 'label' | 'processes' | 'losses'> {
  /** Time at which counters were read last; `null` if nothing was measured. */
  readonly time: string | null;
}

/** Maximum number of processes that the page lists. */
const MAXIMUM_PROCESSES = 1_000;

/**
 * Reads the headers of profiles and the logs of their runs.
 *
 * @param directories absolute paths of profile directories
 * @param root absolute path that losses name files relative to
 */
export function describeReportedRun(directories: readonly string[], root: string): ReportedRun {
  const headers = directories.flatMap(readHeaders);
  const losses = directories.flatMap(findRecordedNotes).map((note) => formatRunNote(note, root).join(' '));
  return {
    run: onlyValue(headers.map(({ run }) => run)),
    label: onlyValue(headers.map(({ label }) => label)),
    processes: describeProcesses(headers),
    losses: [...new Set(losses)],
    time:
      headers
        .map(({ end }) => end)
        .sort()
        .at(-1) ?? null,
  };
}

/** Returns the value that all have; `null` if they differ. */
function onlyValue(values: readonly (string | null)[]): string | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}

/** Merged profiles are not listed, because they do not name their processes. A process has a profile for each epoch. */
function describeProcesses(headers: readonly ProcessHeader[]): readonly ProcessView[] {
  const processes = new Map<string, ProcessHeader>();
  for (const header of headers) {
    const { run, host, pid, start, end } = header;
    if (pid === 0) continue;
    const key = JSON.stringify([run, host, pid]);
    const known = processes.get(key) ?? header;
    const first = known.start < start ? known.start : start;
    processes.set(key, { ...known, start: first, end: known.end > end ? known.end : end });
  }
  return [...processes.values()]
    .sort(({ start: one }, { start: other }) => (one < other ? -1 : 1))
    .slice(0, MAXIMUM_PROCESSES)
    .map(describeProcess);
}

function describeProcess(header: ProcessHeader): ProcessView {
  return {
    pid: header.pid,
    command: formatArguments(header),
    state: 'ended',
    start: header.start,
    uptime: Math.max(0, Date.parse(header.end) - Date.parse(header.start)),
    threads: null,
    node: header.node,
    package: header.package?.name ?? header.package?.directory ?? null,
    http: null,
    warnings: [],
  };
}
