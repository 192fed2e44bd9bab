/** Describes a run for a page: its processes, losses and warnings. */
import { shortenText } from '../platform/escape-terminal.js';
import { formatArguments } from '../platform/format-arguments.js';
import type { ProfilePackage } from '../profile/model/profile-package.js';
import { formatRunNote } from '../report/format-notes.js';
import { findRecordedLosses } from '../report/recorded-runs.js';
import { findDamage, findUnmeasuredFiles } from '../report/run-notes.js';
import { livingPids, measuredPids, startsOf } from '../run-log/logged-processes.js';
import type { ProcessStartEvent } from '../run-log/run-event.js';
import { findEngine } from '../settings/engine.js';
import type { ProcessView } from '../view/run-state.js';
import type { LiveProcess } from './live-processes.js';
import type { RecordedState } from './run-record.js';

/** Maximum number of ended processes that are listed: the newest ones. The state is sent every second. */
const MAX_ENDED = 200;

/** Maximum number of warnings of a process that are listed. */
const MAX_WARNINGS = 20;

/** Maximum number of characters of a text of another program. */
const MAX_TEXT_LENGTH = 2_000;

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
    command: shortenForeign(formatArguments(status)),
    state: isSilent ? 'silent' : 'running',
    start,
    uptime,
    threads: status.threads,
    node: shortenForeign(node),
    package: nameOf(status.package),
    http: http === null ? null : shortenForeign(http),
    warnings: warnings.slice(0, MAX_WARNINGS).map(shortenForeign),
  };
}

/** Shortens a text of another program. The state is sent each time that it changes, so no program may make it large. */
export function shortenForeign(text: string): string {
  return shortenText(text, MAX_TEXT_LENGTH);
}

/** Returns sentences about processes whose counts are not current. */
export function describeProblems(live: readonly LiveProcess[]): readonly string[] {
  return live.flatMap(({ pid, isSilent, failure }) => {
    if (isSilent) return [`Process ${pid} does not answer. Its counts are those of its last answer.`];
    if (failure === undefined) return [];
    return [
      shortenForeign(`Cannot read the counters of process ${pid}: ${failure}. Its counts are not current.`),
    ];
  });
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
    command: shortenForeign(command),
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
