/** `covermain merge -o OUT IN…`: adds up any number of profiles into one profile directory, their sessions, too. */
import { resolve } from 'node:path';
import { requireNoOutput, writeOutputDirectory } from '../collect/output-directory.js';
import { type ReadInputs, type ReadOptions, readInputs } from '../collect/read-coverage.js';
import { findSessions } from '../collect/sessions.js';
import { sessionDirectoryOf } from '../profile/sessions.js';
import { makeDirectory } from '../profile/write-profile.js';
import { writeTotals } from '../profile/write-totals.js';
import { count } from './describe.js';

export interface MergeOptions extends ReadOptions {
  /** Where the sum goes: a directory that is not there yet, relative to `cwd`. */
  readonly output: string;
}

/**
 * @returns the exit code
 * @throws CovermainError `OUTPUT_EXISTS`, `OUTPUT_NOT_WRITABLE`, and as `readInputs`
 */
export async function merge(options: MergeOptions): Promise<number> {
  const { output, inputs, cwd, say } = options;
  const directory = resolve(cwd, output);
  requireNoOutput(directory);
  const sum = await readInputs(options);
  const sessions = new Map<string, ReadInputs>();
  for (const [name, folders] of findSessions(inputs.map((input) => resolve(cwd, input))))
    sessions.set(name, await readInputs({ ...options, inputs: folders }));
  options.signal?.throwIfAborted();
  writeOutputDirectory(directory, (folder) => {
    writeTotals(folder, sum.totals, sum.header);
    for (const [name, session] of sessions) {
      const sessionFolder = sessionDirectoryOf(folder, name);
      makeDirectory(sessionFolder);
      writeTotals(sessionFolder, session.totals, session.header);
    }
  });
  const also = sessions.size > 0 ? `, and ${count(sessions.size, 'session')}` : '';
  say(`${output}: ${count(sum.totals.metas.size, 'file')} of ${count(inputs.length, 'input')}${also}`);
  return 0;
}
