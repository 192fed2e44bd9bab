/**
 * The run log: what the processes of a run tell of themselves, one JSON object a line in `run.jsonl` of the
 * profile directory. All of them append to the one file; a line is written by a single `write` to a file opened
 * for appending, so lines of several processes do not mix. It is what makes a lost profile visible: a process
 * that loaded files and left no counts was killed.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `time` is in milliseconds since 1970, `file` an absolute path, `thread` Node's `threadId` (0 is the main thread). */
export type RunEvent =
  | { readonly event: 'window opened'; readonly pid: number; readonly time: number }
  | { readonly event: 'app ready'; readonly pid: number; readonly time: number }
  | { readonly event: 'window ended'; readonly pid: number; readonly time: number; readonly by: string }
  | {
      readonly event: 'loaded';
      readonly pid: number;
      readonly thread: number;
      readonly file: string;
      readonly measured: boolean;
    }
  | { readonly event: 'not measured'; readonly pid: number; readonly file: string; readonly reason: string }
  | { readonly event: 'thread exited'; readonly pid: number; readonly thread: number };

const NAME = 'run.jsonl';

/**
 * Appends one line. It begins with a line break, so that a line cut short by a crash spoils no other.
 *
 * @throws NodeJS.ErrnoException where the directory is gone or cannot be written
 */
export function appendRunEvent(directory: string, event: RunEvent): void {
  appendFileSync(join(directory, NAME), `\n${JSON.stringify(event)}\n`);
}

/** All events in the order they were written; lines cut short by a crash are left out. */
export function readRunLog(directory: string): readonly RunEvent[] {
  return readText(join(directory, NAME))
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

/** The processes that loaded files which are measured. */
export function measuredPids(log: readonly RunEvent[]): readonly number[] {
  const loads = log.filter((event) => event.event === 'loaded').filter(({ measured }) => measured);
  return [...new Set(loads.map(({ pid }) => pid))];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
