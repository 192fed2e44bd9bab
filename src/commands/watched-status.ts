/** What `covermain status --watch` shows: measured processes, what has changed since the previous look, and which have ended. */
import type { ProcessStatus } from '../agent/peers/process-status.js';
import type { Colors } from './colors.js';
import { alignRows, formatCommand, formatDuration } from './format.js';

/** Measured processes at one moment. */
export interface WatchedStatus {
  readonly running: readonly WatchedProcess[];
  /** Processes that have ended since the watch began, the latest first. */
  readonly ended: readonly ProcessStatus[];
  /** Sentences about processes that do not answer, or are not measured. */
  readonly notes: readonly string[];
}

export interface WatchedProcess {
  readonly status: ProcessStatus;
  /** What has changed since the previous look; `null` at the first look at the process. */
  readonly growth: { readonly hit: number; readonly total: number } | null;
}

/** Answers of all processes to one question. */
export interface Look {
  readonly statuses: readonly ProcessStatus[];
  /** Pids of processes that may be running and did not answer. */
  readonly silent: ReadonlySet<number>;
  /** As in `WatchedStatus`. */
  readonly notes: readonly string[];
}

/** Maximum number of ended processes that are shown. */
const MAXIMUM_ENDED = 5;

export const NOTHING_WATCHED: WatchedStatus = { running: [], ended: [], notes: [] };

/** Returns what is shown after a look. A process that did not answer keeps its status. */
export function updateWatched(before: WatchedStatus, { statuses, silent, notes }: Look): WatchedStatus {
  const now = new Set(statuses.map(identify));
  const previous = new Map(before.running.map(({ status }) => [identify(status), status]));
  const missing = [...previous.values()].filter((status) => !now.has(identify(status)));
  const kept = missing.filter(({ pid }) => silent.has(pid));
  const ended = missing.filter(({ pid }) => !silent.has(pid));
  return {
    running: [
      ...statuses.map((status) => ({ status, growth: growthOf(status, previous.get(identify(status))) })),
      ...kept.map((status) => ({ status, growth: null })),
    ],
    ended: [...ended, ...before.ended].slice(0, MAXIMUM_ENDED),
    notes,
  };
}

/** Pids are used again, and containers may share them. */
function identify({ run, pid, start }: ProcessStatus): string {
  return `${run} ${pid} ${start}`;
}

function growthOf(status: ProcessStatus, previous: ProcessStatus | undefined): WatchedProcess['growth'] {
  if (!previous) return null;
  const { hit, total } = status.counts;
  return { hit: hit - previous.counts.hit, total: total - previous.counts.total };
}

/** Returns a text that differs when something other than the time has changed. */
export function fingerprintOf({ running, ended, notes }: WatchedStatus): string {
  const lasting = running.map(({ status: { uptime, lastFlush, ...facts } }) => facts);
  return JSON.stringify([lasting, ended.map(identify), notes]);
}

export const NOTHING_RUNS = 'No measured process is running. Waiting…';

const HEADINGS = ['PID', 'UPTIME', 'FILES', 'HIT', 'NEW', 'EXECUTED', 'COMMAND'];

/** Returns the lines of the screen: a row for each process, followed by its sessions and warnings. */
export function formatWatched(watched: WatchedStatus, colors: Colors): readonly string[] {
  const { running, ended, notes } = watched;
  const rows = [...running.map((one) => rowOf(one, colors)), ...ended.map(endedRowOf)];
  const [headings = '', ...lines] = rows.length > 0 ? alignRows([HEADINGS, ...rows]) : [];
  return [
    ...(running.length === 0 ? [NOTHING_RUNS] : []),
    ...(rows.length > 0 ? [headings] : []),
    ...lines.flatMap((line, index) => [line, ...detailsOf(running[index], colors)]),
    ...notes.map((note) => colors.yellow(note)),
  ];
}

function rowOf({ status, growth }: WatchedProcess, colors: Colors): readonly string[] {
  const { pid, uptime, counts } = status;
  const added = growth === null ? '-' : formatGrowth(growth.hit);
  return [
    `${pid}`,
    formatDuration(uptime),
    `${counts.files}`,
    `${counts.hit}/${counts.counters}`,
    growth !== null && growth.hit > 0 ? colors.green(added) : added,
    growth === null ? '-' : formatGrowth(growth.total),
    formatCommand(status),
  ];
}

function endedRowOf(status: ProcessStatus): readonly string[] {
  const { pid, counts } = status;
  return [
    `${pid}`,
    'ended',
    `${counts.files}`,
    `${counts.hit}/${counts.counters}`,
    '-',
    '-',
    formatCommand(status),
  ];
}

function formatGrowth(growth: number): string {
  return growth < 0 ? `${growth}` : `+${growth}`;
}

function detailsOf(process: WatchedProcess | undefined, colors: Colors): readonly string[] {
  if (!process) return [];
  const { sessions, warnings } = process.status;
  return [
    ...sessions.map(({ name, start }) => `  session ${name}, since ${start}`),
    ...warnings.map((warning) => `  ${colors.yellow('warning')} ${warning}`),
  ];
}
