/** Combines the selected sessions with the changed files and the list of all tests. */
import type { ComparedFile } from './find-changed-parts.js';
import type { ChangedFileImpact, Impact, ImpactReason, SelectedTest } from './impact-document.js';
import type { SelectedSessions } from './select-sessions.js';

export interface ImpactEvidence {
  readonly changes: readonly ComparedFile[];
  readonly sessions: SelectedSessions;
  /** Names of all tests; `undefined` if only the recorded tests are known. */
  readonly allTests: readonly string[] | undefined;
  /** Whether a measured process loaded a file, by its path in metas. */
  readonly isLoaded: (path: string) => boolean;
  /** Whether changes of a file that no process loaded affect no test. */
  readonly isIgnored: (change: ComparedFile) => boolean;
}

const NO_RECORD: readonly ImpactReason[] = [{ code: 'no-record' }];

/** Returns which tests a change affects. */
export function createImpact(evidence: ImpactEvidence): Impact {
  const { sessions, allTests } = evidence;
  const names = [...new Set(allTests ?? sessions.keys())].sort();
  const known = names.map((name): SelectedTest => ({ name, reasons: sessions.get(name) ?? NO_RECORD }));
  const affected = known.filter(({ reasons }) => reasons.length > 0);
  const files = evidence.changes.map((change) => describeFile(change, affected, evidence));
  const isAll = files.some(({ effect }) => effect === 'all');
  const unaffected = known.filter(({ reasons }) => reasons.length === 0).map(({ name }) => name);
  return { isAll, tests: isAll ? known : affected, unaffected: isAll ? [] : unaffected, files };
}

function describeFile(
  change: ComparedFile,
  affected: readonly SelectedTest[],
  { isLoaded, isIgnored }: ImpactEvidence,
): ChangedFileImpact {
  const { path, status, from } = change;
  const isOfFile = (reason: ImpactReason) =>
    'path' in reason && (reason.path === path || reason.path === from);
  const tests = affected.filter(({ reasons }) => reasons.some(isOfFile)).length;
  const effect =
    isLoaded(path) || (from !== null && isLoaded(from))
      ? tests > 0
        ? 'tests'
        : 'none'
      : isIgnored(change)
        ? 'ignored'
        : 'all';
  return { path, status, from, effect, tests };
}
