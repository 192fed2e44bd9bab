/** Explains a run without coverage whose program imported `covermain/auto` too late. */
import { runLogsIn } from '../../profile/store/directory-layout.js';
import { readRunLog } from '../../run-log/run-log.js';

/**
 * Returns advice for the case that a program loaded its files before `covermain/auto`.
 *
 * @param directories absolute paths of profile directories without coverage, oldest first; the newest run log counts
 * @returns sentences; `undefined` if the run has another reason, which only `covermain doctor` finds
 */
export function adviseLateHooks(directories: readonly string[]): string | undefined {
  const newest = directories.flatMap(runLogsIn).at(-1);
  if (newest === undefined) return undefined;
  const isLate = readRunLog(newest).some(
    (event) => event.event === 'not measured' && event.code === 'loaded-before-hooks',
  );
  return isLate
    ? 'The program loaded its files before covermain/auto. To measure every file: node --conditions=covermain --import covermain/auto'
    : undefined;
}
