/**
 * Watches trigger files. Creating the file requests a dump, and the agent removes it after the dump. The file is polled,
 * because volumes that are shared with other machines send no change events.
 */
import { rmSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../platform/errors.js';

/** Milliseconds between two checks. */
const INTERVAL = 100;

/** Milliseconds by which the clock of the file system may be behind. */
const FILE_CLOCK_LAG = 20;

export interface TriggerFileOptions {
  /** Resolves once the profile is written; rejects if it cannot be written. */
  readonly dump: () => Promise<unknown>;
  /** Returns whether this process is the one that acts, of all processes that see the file. */
  readonly isChosen: () => Promise<boolean>;
  /** Start of the process, in the format of `Date.toISOString`. Older files were not meant for it and are ignored. */
  readonly since: string;
  readonly logLine: (line: string) => void;
}

/**
 * Starts to watch a trigger file.
 *
 * @param path absolute path
 * @returns a function that stops watching
 */
export function watchTriggerFile(path: string, options: TriggerFileOptions): () => void {
  const controller = new AbortController();
  void watch(path, options, controller.signal);
  return () => controller.abort();
}

async function watch(
  path: string,
  { dump, isChosen, since, logLine }: TriggerFileOptions,
  signal: AbortSignal,
): Promise<void> {
  /** File whose dump or removal has failed. */
  let failed: string | undefined;
  while (!signal.aborted) {
    await delay(INTERVAL, undefined, { signal }).catch(() => {}); // aborted: the loop ends
    const file = identityOf(path, Date.parse(since));
    if (file === undefined) failed = undefined;
    if (signal.aborted || file === undefined || file === failed) continue;
    try {
      if (!(await isChosen())) continue;
      await dump();
      // A file that was created during the dump requests another one: the dump may lack the latest hits.
      if (identityOf(path, Date.parse(since)) === file) rmSync(path, { force: true });
    } catch (error) {
      failed = file;
      logLine(`Trigger file ${path} failed and is ignored until it changes: ${messageOf(error)}`);
    }
  }
}

/** Returns a text that differs for another file of the same path; `undefined` if there is no file or it is too old. */
function identityOf(path: string, since: number): string | undefined {
  try {
    const { ino, ctimeMs } = statSync(path);
    return ctimeMs < since - FILE_CLOCK_LAG ? undefined : `${ino} ${ctimeMs}`;
  } catch {
    return undefined; // it does not exist, or this user cannot see it
  }
}
