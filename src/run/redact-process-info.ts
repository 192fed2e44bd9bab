/** Applies `COVER_ARGS` to the files in which nyc records the arguments of the processes of a window. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../platform/errors.js';
import { isObject } from '../platform/is-object.js';
import { parseJson } from '../platform/parse-json.js';
import { readDataText } from '../platform/read-text-file.js';
import { writeAtomically } from '../platform/write-atomically.js';
import { nycOutputOf } from '../profile/store/directory-layout.js';
import { recordedArgv, recordedExecArgv } from '../runtime/recorded-arguments.js';
import type { RunContext } from '../settings/run-context.js';

const DIRECTORY = 'processinfo';

/** Rewrites the files. @param logLine receives a warning for each file that still contains all arguments */
export function redactProcessInfo(run: RunContext, logLine: (line: string) => void): void {
  if (run.argumentRecording === 'keep') return;
  const directory = join(nycOutputOf(run.directory), DIRECTORY);
  for (const name of namesIn(directory)) {
    const path = join(directory, name);
    try {
      const info: unknown = parseJson(readDataText(path));
      if (!isObject(info) || !areArguments(info.argv) || !areArguments(info.execArgv)) continue;
      const given = { argv: [...info.argv], execArgv: [...info.execArgv] };
      const recorded = { argv: recordedArgv(run, given), execArgv: recordedExecArgv(run, given) };
      writeAtomically(path, JSON.stringify({ ...info, ...recorded }));
    } catch (error) {
      logLine(`${path} still contains all arguments of a process: ${messageOf(error)}. Delete it.`);
    }
  }
}

/** Returns no names if nyc has recorded nothing. */
function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

/** Whether a value is a list of arguments. They have no maximum length, because all of them must be redacted. */
function areArguments(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
