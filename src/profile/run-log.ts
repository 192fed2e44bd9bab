/**
 * The run log: what the processes of a run tell of themselves, one JSON object a line. All of them append to the one
 * file; a line is written by a single `write` to a file opened for appending, so lines of several processes do not
 * mix. It is what makes lost counts visible: a process that loaded files and left no profile was killed.
 */
import { openSync, readFileSync, writeSync } from 'node:fs';

/** `file` is an absolute path, `thread` Node's `threadId` (0 is the main thread). */
export type RunEvent =
  | { readonly event: 'window opened'; readonly pid: number }
  /** A process ended in order without a profile: what it loaded never came to run. */
  | { readonly event: 'nothing counted'; readonly pid: number }
  | LoadEvent
  | { readonly event: 'not measured'; readonly pid: number; readonly file: string; readonly reason: string }
  | ThreadEvent;

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

let hasFailed = false;

/**
 * Appends one line. It begins with a line break, so that a line cut short by a crash spoils no other. Where the log
 * cannot be written, that is said once and the app goes on.
 */
export function appendRunEvent(log: string, event: RunEvent): void {
  try {
    writeSync(openLog(log), `\n${JSON.stringify(event)}\n`);
  } catch (error) {
    if (hasFailed) return;
    hasFailed = true;
    process.stderr.write(`covermain: ${log} cannot be written, so lost counts will go unnoticed: ${error}\n`);
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
  return readText(log)
    .split('\n')
    .map(parse)
    .filter((event) => event !== undefined);
}

function parse(line: string): RunEvent | undefined {
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    return undefined; // empty, or cut short
  }
}

/** The loads of files that are measured, or of those that are not. */
export function loadsOf(log: readonly RunEvent[], measured: boolean): readonly LoadEvent[] {
  return log.filter((event) => event.event === 'loaded').filter((event) => event.measured === measured);
}

/** The processes that loaded files which are measured. */
export function measuredPids(log: readonly RunEvent[]): readonly number[] {
  return [...new Set(loadsOf(log, true).map(({ pid }) => pid))];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
