/** Describes a run for a page: its processes, sessions, losses and warnings. */
import type { ProcessStatus } from '../agent/peers/process-status.js';
import { formatArguments } from '../platform/format-arguments.js';
import type { ProfilePackage } from '../profile/model/profile-package.js';
import { formatRunNote } from '../report/format-notes.js';
import { findRecordedLosses } from '../report/recorded-runs.js';
import { findDamage, findUnmeasuredFiles } from '../report/run-notes.js';
import { journalSessionsOf } from '../run-log/journal.js';
import { livingPids, measuredPids, startsOf } from '../run-log/logged-processes.js';
import type { ProcessStartEvent } from '../run-log/run-event.js';
import { findEngine } from '../settings/engine.js';
import type { ProcessView, SessionView } from '../view/run-state.js';
import { NO_TALLY } from '../view/tally.js';
import type { LiveProcess } from './live-processes.js';
import type { RecordedState } from './run-record.js';
import type { SessionBook } from './session-book.js';

/** Maximum number of ended processes that are listed: the newest ones. The state is sent every second. */
const MAX_ENDED = 200;

/** Returns running processes first, then ended ones, each in the order of their starts. */
export function describeProcesses(
  live: readonly LiveProcess[],
  record: RecordedState | undefined,
): readonly ProcessView[] {
  const events = record?.events() ?? [];
  const measured = new Set(measuredPids(events));
  const running = new Set(live.map(({ pid }) => pid));
  const living = new Set(livingPids(events));
  const ended = startsOf(events)
    .filter(({ pid }) => measured.has(pid) && !running.has(pid))
    .slice(-MAX_ENDED);
  return [
    ...live.map(describeLive),
    ...ended.map((start) => {
      const isAlive = living.has(start.pid) && record?.isAlive(start.pid) === true;
      return describeEnded(start, isAlive, record);
    }),
  ];
}

function describeLive({ status, isSilent }: LiveProcess): ProcessView {
  const { pid, start, uptime, node, http, warnings } = status;
  return {
    pid,
    command: formatArguments(status),
    state: isSilent ? 'silent' : 'running',
    start,
    uptime,
    threads: threadsOf(status),
    node,
    package: nameOf(status.package),
    http,
    warnings,
  };
}

/** Agents of earlier versions do not send the number of threads. */
function threadsOf(status: ProcessStatus): number | null {
  const { threads } = status as { readonly threads?: unknown };
  return typeof threads === 'number' && Number.isSafeInteger(threads) ? threads : null;
}

function nameOf(described: ProfilePackage | null | undefined): string | null {
  return described?.name ?? described?.directory ?? null;
}

function describeEnded(
  start: ProcessStartEvent,
  isAlive: boolean,
  record: RecordedState | undefined,
): ProcessView {
  const { pid, at, command, node = '' } = start;
  return {
    pid,
    command,
    state: isAlive ? 'silent' : 'ended',
    start: at,
    uptime: null,
    threads: null,
    node,
    package: nameOf(record?.announced()?.facts.package),
    http: null,
    warnings: [],
  };
}

/** Returns open sessions first, the latest one at the top, then ended ones. */
export function describeSessions(
  live: readonly LiveProcess[],
  record: RecordedState | undefined,
  book: SessionBook | undefined,
): readonly SessionView[] {
  const spans = new Map(journalSessionsOf(record?.journal() ?? []).map((one) => [one.name, one]));
  const open = new Map<string, string>();
  for (const { status } of live)
    for (const { name, start } of status.sessions) if (start < (open.get(name) ?? '~')) open.set(name, start);
  const names = new Set([...open.keys(), ...(book?.all() ?? []).map(({ name }) => name)]);
  const views = [...names].map((name): SessionView => {
    const recorded = book?.find(name);
    const openedIn = live.filter(({ status }) => status.sessions.some((one) => one.name === name)).length;
    return {
      name,
      isOpen: open.has(name),
      start: open.get(name) ?? spans.get(name)?.start ?? null,
      end: open.has(name) ? null : (spans.get(name)?.end ?? null),
      processes: Math.max(openedIn, recorded?.processes ?? 0),
      covered: recorded?.covered ?? NO_TALLY,
    };
  });
  return views.sort(
    (one, other) =>
      Number(other.isOpen) - Number(one.isOpen) ||
      compare(other.start ?? '', one.start ?? '') ||
      compare(one.name, other.name),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Returns sentences about coverage that is missing. A running process has lost nothing yet. @param root absolute path */
export function describeLosses(
  record: RecordedState,
  root: string,
  pids: readonly number[],
): readonly string[] {
  const path = record.log();
  if (path === undefined) return [];
  const { values: log, ...ignored } = record.content();
  const recorded = { path, log, ignored, pids };
  const losses = findRecordedLosses(record.directory, recorded, findEngine('writesProfiles'));
  return [
    ...findDamage(path, ignored),
    ...losses.filter(({ kind }) => kind !== 'process-running'),
    ...findUnmeasuredFiles(log),
  ].map((note) => formatRunNote(note, root).join(' '));
}
