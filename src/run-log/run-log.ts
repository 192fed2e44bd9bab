/**
 * The run log: what the processes of a run report about themselves, one JSON object per line, all in one file. It makes
 * lost counts visible: a process that loaded files and left no profile was killed.
 */
import { closeSync, fstatSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../platform/errors.js';
import { isJsonObject } from '../platform/is-object.js';
import { warnOnce } from '../platform/warn.js';
import {
  createEventGuard,
  isCount,
  isFlag,
  isPid,
  isText,
  isTextList,
  isThreadId,
  isTime,
  orEmpty,
} from './event-fields.js';
import { isPathRule, type PathRule } from './exclusion-rules.js';
import { appendJsonLine, readJsonLines } from './json-lines.js';
import { isLoadFailureCode, type LoadFailure } from './unmeasured.js';
import { isUnusableMapCode, type UnusableMap } from './unusable-map.js';

/** `file` is an absolute path, `thread` Node's `threadId` (0 is the main thread). */
export type RunEvent =
  | UnsupportedNodeEvent
  | V8CoverageEvent
  | ProcessStartEvent
  | WindowEvent
  | AgentFailedEvent
  | ProcessEndEvent
  | LoadEvent
  | UnmeasuredEvent
  | UnusableMapEvent
  | EvaluatedEvent
  | ThreadEvent
  | UnsupportedNodeEvent
  | SkipEvent;

/** A process has loaded the hooks. */
export interface ProcessStartEvent {
  readonly event: 'process started';
  readonly pid: number;
  /** As `Date.toISOString` formats it. */
  readonly at: string;
  /** Command line, cut to a readable length. */
  readonly command: string;
  readonly ppid?: number;
  /** `process.argv`, without its last elements if it is long. */
  readonly argv?: readonly string[];
  readonly cwd?: string;
  /** Version of Node, as in `process.version`. */
  readonly node?: string;
}

/** A harness file opened its window in this process. */
export interface WindowEvent {
  readonly event: 'window opened';
  readonly pid: number;
}

/** The agent of a process could not start or has crashed, so that no command reaches the process. */
export interface AgentFailedEvent {
  readonly event: 'agent failed';
  readonly pid: number;
  readonly reason: string;
}

/**
 * A process ended in order. `written`: it has written all its counts. `nothing counted`: nothing that it loaded ran, so
 * there was nothing to write. `lost`: it could not write.
 */
export interface ProcessEndEvent {
  readonly event: 'written' | 'nothing counted' | 'lost';
  readonly pid: number;
}

/** A thread loaded a file of the project. */
export interface LoadEvent {
  readonly event: 'loaded';
  readonly pid: number;
  readonly thread: number;
  readonly file: string;
  readonly measured: boolean;
}

/** A selected file was loaded without counters. */
export interface UnmeasuredEvent extends LoadFailure {
  readonly event: 'not measured';
  readonly pid: number;
  readonly file: string;
}

/** A file was loaded whose source map cannot be used. If it is measured, it is counted as it stands. */
export interface UnusableMapEvent extends UnusableMap {
  readonly event: 'source map unusable';
  readonly pid: number;
  readonly file: string;
  readonly measured: boolean;
}

/** A file was loaded that evaluates modules from strings, without source maps by which they could be counted. */
export interface EvaluatedEvent {
  readonly event: 'evaluated without map';
  readonly pid: number;
  readonly file: string;
  /** Absolute paths of the selected sources of these modules. */
  readonly sources: readonly string[];
}

/** A thread started to run code of the app, has covermain's hooks, or exited by itself. */
export interface ThreadEvent {
  readonly event: 'thread started' | 'thread hooked' | 'thread exited';
  readonly pid: number;
  readonly thread: number;
}

/** A process or thread ran in a version of Node that is too old for the hooks. */
export interface UnsupportedNodeEvent {
  readonly event: 'unsupported node';
  readonly pid: number;
  /** Such as `v14.21.3`. */
  readonly version: string;
  /** Oldest supported version, such as `20.19`. */
  readonly minimum: string;
}

/** V8's own coverage is collected in a process: by Node's test runner, or for another tool by `NODE_V8_COVERAGE`. */
export interface V8CoverageEvent {
  readonly event: 'v8 coverage';
  readonly pid: number;
}

/**
 * A thread loaded files that are excluded by their paths. Later events of the thread with the same rule replace earlier
 * ones.
 */
export interface SkipEvent {
  readonly event: 'skipped';
  readonly pid: number;
  readonly thread: number;
  readonly rule: PathRule;
  /** Number of files so far. */
  readonly files: number;
  /** Absolute path of the first of them. */
  readonly example: string;
}

/**
 * Appends one event. If the log was removed, first writes it again with the earlier events of this thread. If it cannot be
 * written, warns once per process and lets the app continue.
 */
export function appendRunEvent(log: string, event: RunEvent): void {
  try {
    const open = openLog(log);
    open.events.push(event);
    const isDue = PROCESS_ENDS.has(event.event) || uptime() - open.checkTime > CHECK_INTERVAL;
    if (isDue && isGone(log, open)) writeAgain(log, open);
    else appendJsonLine(open.descriptor, event);
  } catch (error) {
    warnOnce('run-log-write', new Error(`Cannot write ${log}: ${messageOf(error)}.`));
  }
}

interface OpenLog {
  descriptor: number;
  /** When this thread last checked that the path still leads to the open file, in seconds since the start of the process. */
  checkTime: number;
  /** All events that this thread has appended. */
  readonly events: RunEvent[];
}

/** Seconds between two checks. A process may load thousands of files, and each check takes two system calls. */
const CHECK_INTERVAL = 0.1;

const { uptime } = process;

/** Open logs by path. A process logs each file that it loads, so it opens the log only once. */
const openLogs = new Map<string, OpenLog>();

function openLog(log: string): OpenLog {
  const open = openLogs.get(log) ?? { descriptor: openToAppend(log), checkTime: uptime(), events: [] };
  openLogs.set(log, open);
  return open;
}

/** Opens the log. Creates its directory again if that was removed. */
function openToAppend(log: string): number {
  try {
    return openSync(log, 'a');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(dirname(log), { recursive: true });
    return openSync(log, 'a');
  }
}

/** Whether the log was removed, or replaced together with its directory. */
function isGone(log: string, open: OpenLog): boolean {
  open.checkTime = uptime();
  const atPath = statSync(log, { throwIfNoEntry: false });
  const opened = fstatSync(open.descriptor);
  return atPath === undefined || atPath.ino !== opened.ino || atPath.dev !== opened.dev;
}

function writeAgain(log: string, open: OpenLog): void {
  const { descriptor } = open;
  open.descriptor = openToAppend(log);
  closeSync(descriptor);
  for (const event of open.events) appendJsonLine(open.descriptor, event);
}

/** Returns all events in the order they were written. Skips damaged lines. A missing or unreadable log has none. */
export function readRunLog(log: string): readonly RunEvent[] {
  return readJsonLines(log).map(toCurrentEvent).filter(isRunEvent);
}

const PROCESS_FIELDS = { pid: isPid };
const THREAD_FIELDS = { pid: isPid, thread: isThreadId };

const isRunEvent = createEventGuard<RunEvent>({
  'process started': {
    ...PROCESS_FIELDS,
    at: isTime,
    command: isText,
    ppid: orEmpty(isCount, undefined),
    argv: orEmpty(isTextList, undefined),
    cwd: orEmpty(isText, undefined),
    node: orEmpty(isText, undefined),
  },
  'agent failed': { ...PROCESS_FIELDS, reason: isText },
  'window opened': PROCESS_FIELDS,
  written: PROCESS_FIELDS,
  'nothing counted': PROCESS_FIELDS,
  lost: PROCESS_FIELDS,
  loaded: { ...THREAD_FIELDS, file: isText, measured: isFlag },
  'not measured': { pid: isPid, file: isText, code: isLoadFailureCode, detail: orEmpty(isText, null) },
  'evaluated without map': { pid: isPid, file: isText, sources: isTextList },
  'source map unusable': {
    pid: isPid,
    file: isText,
    measured: isFlag,
    code: isUnusableMapCode,
    detail: orEmpty(isText, null),
    sources: isTextList,
  },
  'thread started': THREAD_FIELDS,
  'thread hooked': THREAD_FIELDS,
  'thread exited': THREAD_FIELDS,
  skipped: { ...THREAD_FIELDS, rule: isPathRule, files: isCount, example: isText },
  'v8 coverage': PROCESS_FIELDS,
  'unsupported node': { pid: isPid, version: isText, minimum: isText },
});

/** Converts an event of an earlier version, which logged a sentence as `reason` in place of a code. */
function toCurrentEvent(value: unknown): unknown {
  if (!isJsonObject(value) || value.event !== 'not measured' || value.reason === undefined) return value;
  const { pid, file, reason } = value;
  return { event: 'not measured', pid, file, code: 'unreadable', detail: reason };
}

/** Returns the loads of measured files, or the loads of all other files. */
export function loadsOf(log: readonly RunEvent[], measured: boolean): readonly LoadEvent[] {
  return log.filter((event) => event.event === 'loaded').filter((event) => event.measured === measured);
}

/** Returns the pids of processes that loaded measured files. */
export function measuredPids(log: readonly RunEvent[]): readonly number[] {
  return [...new Set(loadsOf(log, true).map(({ pid }) => pid))];
}

/**
 * Returns the pids of measured processes that have not logged their end: they still run or were killed. The pids of the
 * others may belong to unrelated processes by now, which must not receive signals.
 */
export function livingPids(log: readonly RunEvent[]): readonly number[] {
  const pids = new Set<number>();
  for (const event of log) {
    if (event.event === 'loaded' && event.measured) pids.add(event.pid);
    if (PROCESS_ENDS.has(event.event)) pids.delete(event.pid);
  }
  return [...pids];
}

/**
 * Returns the starts of processes that have loaded no measured file and have not logged their end. Launchers such as npx,
 * which have started a measured process that has not ended, are left out. The pids may belong to other processes by now.
 */
export function unmeasuredStartsOf(log: readonly RunEvent[]): readonly ProcessStartEvent[] {
  const known = new Set([...measuredPids(log), ...endedPids(log)]);
  const living = new Set(livingPids(log));
  const starts = startsOf(log);
  const launchers = new Set(starts.filter(({ pid }) => living.has(pid)).map(({ ppid }) => ppid));
  return starts.filter(({ pid }) => !known.has(pid) && !launchers.has(pid));
}

/** Returns the pids of processes that have logged their end. */
export function endedPids(log: readonly RunEvent[]): ReadonlySet<number> {
  return new Set(log.filter(({ event }) => PROCESS_ENDS.has(event)).map(({ pid }) => pid));
}

/** Returns the starts of all processes. */
export function startsOf(log: readonly RunEvent[]): readonly ProcessStartEvent[] {
  return log.filter((event) => event.event === 'process started');
}

/** Returns why the agents of processes failed, by pid. */
export function agentFailuresOf(log: readonly RunEvent[]): ReadonlyMap<number, string> {
  return new Map(
    log.filter((event) => event.event === 'agent failed').map(({ pid, reason }) => [pid, reason]),
  );
}

const PROCESS_ENDS: ReadonlySet<RunEvent['event']> = new Set<ProcessEndEvent['event']>([
  'written',
  'nothing counted',
  'lost',
]);
