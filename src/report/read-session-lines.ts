/** Reads the sessions that reports show beside lines. */
import { NO_PROGRESS } from '../collect/progress.js';
import { type ReadOptions, readInputs } from '../collect/read-inputs.js';
import { readSessions } from '../collect/session-records.js';
import { findSessions } from '../collect/sessions.js';
import { collectSessionLines, type SessionLines, type WholeCoverage } from './session-lines.js';

/** Reporters whose pages show sessions. */
const SESSION_REPORTERS: ReadonlySet<string> = new Set(['html', 'html-spa', 'lcov']);

/**
 * Returns the sessions of each line, or `undefined` if the inputs have no sessions or no reporter shows them. Sessions that
 * cannot be read are logged and left out.
 *
 * @param inputs absolute paths
 * @param options with the root of the report
 */
export async function readSessionLines(
  map: WholeCoverage['map'],
  reporters: readonly string[],
  inputs: readonly string[],
  options: Omit<ReadOptions, 'inputs'>,
): Promise<SessionLines | undefined> {
  if (!reporters.some((name) => SESSION_REPORTERS.has(name))) return undefined;
  const sessions = findSessions(inputs);
  if (sessions.size === 0) return undefined;
  const reading = { ...options, inputs, force: true };
  // What the inputs lack has been logged when the coverage was read.
  const { totals, root } = await readInputs({ ...reading, progress: NO_PROGRESS, logLine: () => {} });
  const records = readSessions(sessions, { ...reading, root, metas: new Map(totals.metas) });
  return collectSessionLines(records, { root, totals, map });
}
