/**
 * The run log: what the processes of a run report about themselves, one JSON object per line, all in one file. It makes
 * lost counts visible: a process that loaded files and left no profile was killed.
 */
import { closeSync, fstatSync, lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../platform/errors.js';
import { isJsonObject } from '../platform/is-object.js';
import { createPrivateDirectory } from '../platform/private-directories.js';
import { openPrivateLog } from '../platform/private-log.js';
import { MAX_TEXT } from '../platform/value-checks.js';
import { warnOnce } from '../platform/warn.js';
import type { EventReader } from './event-fields.js';
import { appendJsonLine, type JsonLines, readJsonLines } from './json-lines.js';
import { PROCESS_ENDS, type RunEvent, toRunEvent } from './run-event.js';

/**
 * Appends one event. If the log was removed, first writes it again with the earlier events of this thread. If it cannot be
 * written, warns once per process and lets the app continue.
 */
export function appendRunEvent(log: string, appended: RunEvent): void {
  const event = withShortMessage(appended);
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

/** Returns an event whose message has a length that readers accept. */
function withShortMessage(event: RunEvent): RunEvent {
  if ('detail' in event && event.detail !== null)
    return { ...event, detail: event.detail.slice(0, MAX_TEXT) };
  return 'reason' in event ? { ...event, reason: event.reason.slice(0, MAX_TEXT) } : event;
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
    return openPrivateLog(log);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    createPrivateDirectory(dirname(log));
    return openPrivateLog(log);
  }
}

/** Whether the log was removed, or replaced together with its directory. */
function isGone(log: string, open: OpenLog): boolean {
  open.checkTime = uptime();
  const atPath = lstatSync(log, { throwIfNoEntry: false });
  const opened = fstatSync(open.descriptor);
  return atPath === undefined || atPath.ino !== opened.ino || atPath.dev !== opened.dev;
}

function writeAgain(log: string, open: OpenLog): void {
  const { descriptor } = open;
  open.descriptor = openToAppend(log);
  closeSync(descriptor);
  for (const event of open.events) appendJsonLine(open.descriptor, event);
}

/** The content of a run log. */
export type RunLogContent = JsonLines<RunEvent>;

/**
 * Limits of a run log: the events of 50 processes that load 20,000 files each take about 190 MB on the disk, and 90 MB in
 * memory.
 */
const LIMITS = { bytes: 2 ** 28, stored: 112 * 2 ** 20 };

/** The log that was read last. Commands read the log of a run again and again until the run ends. */
let lastRead: { readonly key: string; readonly content: RunLogContent } | undefined;

/** Returns the content of a log. A missing or unreadable log is empty. */
export function readRunLogContent(log: string): RunLogContent {
  const key = versionOf(log);
  if (key !== undefined && lastRead?.key === key) return lastRead.content;
  const content = readJsonLines(log, readEvent, LIMITS);
  if (key !== undefined) lastRead = { key, content };
  return content;
}

/** Returns all events in the order they were written. Skips damaged lines. A missing or unreadable log has none. */
export function readRunLog(log: string): readonly RunEvent[] {
  return readRunLogContent(log).values;
}

/** Returns a text that differs after each append; `undefined` if the log cannot be read. */
function versionOf(log: string): string | undefined {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(log, { bigint: true });
    return [log, dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return undefined;
  }
}

const readEvent: EventReader<RunEvent> = (value, texts) => toRunEvent(toCurrentEvent(value), texts);

/** Converts an event of an earlier version, which logged a sentence as `reason` in place of a code. */
function toCurrentEvent(value: unknown): unknown {
  if (!isJsonObject(value) || value.event !== 'not measured' || value.reason === undefined) return value;
  const { pid, file, reason } = value;
  return { event: 'not measured', pid, file, code: 'unreadable', detail: reason };
}
