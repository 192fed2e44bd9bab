/**
 * The run log: what the processes of a run tell of themselves, one JSON object a line, all in one file. It is what
 * makes lost counts visible: a process that loaded files and left no profile was killed.
 */
import { openSync } from 'node:fs';
import { messageOf } from '../platform/errors.js';
import { warnOnce } from '../platform/warn.js';
import { appendJsonLine, readJsonLines } from './json-lines.js';

/** `file` is an absolute path, `thread` Node's `threadId` (0 is the main thread). */
export type RunEvent =
  | { readonly event: 'window opened'; readonly pid: number }
  | ProcessEndEvent
  | LoadEvent
  | { readonly event: 'not measured'; readonly pid: number; readonly file: string; readonly reason: string }
  | ThreadEvent;

/**
 * A process ended in order. It has written all; or there was nothing, since what it loaded never came to run; or it
 * could not write.
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

/** A thread runs code of the app, has our hooks, or has come to its own end. */
export interface ThreadEvent {
  readonly event: 'thread started' | 'thread hooked' | 'thread exited';
  readonly pid: number;
  readonly thread: number;
}

/** Appends one line. Where the log cannot be written, that is said once for the process and the app goes on. */
export function appendRunEvent(log: string, event: RunEvent): void {
  try {
    appendJsonLine(openLog(log), event);
  } catch (error) {
    warnOnce('run-log-write', new Error(`Cannot write ${log}: ${messageOf(error)}.`));
  }
}

/** Opened once: a process tells of each file that it loads. */
const opened = new Map<string, number>();

function openLog(log: string): number {
  const descriptor = opened.get(log) ?? openSync(log, 'a');
  opened.set(log, descriptor);
  return descriptor;
}

/** All events in the order they were written; lines cut short by a crash are left out. */
export function readRunLog(log: string): readonly RunEvent[] {
  return readJsonLines(log) as readonly RunEvent[];
}

/** The loads of files that are measured, or of those that are not. */
export function loadsOf(log: readonly RunEvent[], measured: boolean): readonly LoadEvent[] {
  return log.filter((event) => event.event === 'loaded').filter((event) => event.measured === measured);
}

/** The processes that loaded files which are measured. */
export function measuredPids(log: readonly RunEvent[]): readonly number[] {
  return [...new Set(loadsOf(log, true).map(({ pid }) => pid))];
}

/**
 * Those of them that have not told of their end, whether they run or were killed. The pids of the others may be
 * anybody's by now, who must not get their signals.
 */
export function livingPids(log: readonly RunEvent[]): readonly number[] {
  const pids = new Set<number>();
  for (const event of log) {
    if (event.event === 'loaded' && event.measured) pids.add(event.pid);
    if (ENDS.has(event.event)) pids.delete(event.pid);
  }
  return [...pids];
}

const ENDS: ReadonlySet<RunEvent['event']> = new Set<ProcessEndEvent['event']>([
  'written',
  'nothing counted',
  'lost',
]);
