/**
 * Trigger files: one that is created asks for a dump, and its removal is the answer. The file is looked for, and not
 * waited for: volumes that are shared with other machines tell of no changes.
 */
import { rmSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '../platform/errors.js';

/** Milliseconds between two looks. */
const EVERY = 100;

/** Milliseconds by which the clock that files have their times from may be behind. */
const FILE_CLOCK = 20;

export interface TriggerFileOptions {
  /** Resolves once the profile is durable; rejects where it cannot be written. */
  readonly dump: () => Promise<unknown>;
  /** Whether it is this process that acts, of all that see the file. */
  readonly isChosen: () => Promise<boolean>;
  /** A file that is older is none of ours, as `Date.toISOString` has it: nobody can have meant this process. */
  readonly since: string;
  readonly logLine: (line: string) => void;
}

/**
 * @param path absolute
 * @returns what ends it
 */
export function watchTriggerFile(path: string, options: TriggerFileOptions): () => void {
  const over = new AbortController();
  void watch(path, options, over.signal);
  return () => over.abort();
}

async function watch(
  path: string,
  { dump, isChosen, since, logLine }: TriggerFileOptions,
  signal: AbortSignal,
): Promise<void> {
  /** The file that was acted upon and could not be removed. */
  let stuck: string | undefined;
  while (!signal.aborted) {
    await delay(EVERY, undefined, { signal }).catch(() => {}); // aborted: the loop ends
    const file = identityOf(path, Date.parse(since));
    if (file === undefined) stuck = undefined;
    if (signal.aborted || file === undefined || file === stuck) continue;
    try {
      if (!(await isChosen())) continue;
      await dump();
      // One that has come meanwhile asks for what the dump may not have.
      if (identityOf(path, Date.parse(since)) === file) rmSync(path, { force: true });
    } catch (error) {
      stuck = file;
      logLine(`${path} stays, and is not looked at before it changes: ${messageOf(error)}`);
    }
  }
}

/** Another file of the same name has another; `undefined` where there is none, or one that is older. */
function identityOf(path: string, since: number): string | undefined {
  try {
    const { ino, ctimeMs } = statSync(path);
    return ctimeMs < since - FILE_CLOCK ? undefined : `${ino} ${ctimeMs}`;
  } catch {
    return undefined; // not there, or not to be seen: nobody can have meant us
  }
}
