/** Changed lines beside what ran: which of them were executed, and of which that cannot be told. */
import type { ChangedSourceState, SourceState } from '../../collect/source-state.js';
import type { ChangedFile } from '../../git/changes.js';
import { linesIn } from '../../git/line-range.js';
import type { HashedFileCoverage } from '../../interchange/to-istanbul.js';
import { metaPathOf } from '../../profile/model/file-meta.js';
import { describeUnmeasured, type UnmeasuredCode, type UnmeasuredReason } from '../../run-log/unmeasured.js';
import { countLines, type LineCounts } from '../line-counts.js';
import { type PercentRatio, toPercentRatio } from '../ratio.js';
import { toSourceLines } from './source-lines.js';

/** Paths are relative to the root of the project, with `/` between folders. Each list is in their order. */
export interface ChangeCoverage {
  /** Of all files that follow. */
  readonly lines: PercentRatio;
  readonly files: readonly CodeChange[];
  /** Measured as they are no longer: their lines are not those that were counted, and are in no number. */
  readonly stale: readonly { readonly path: string; readonly state: ChangedSourceState }[];
  /** Code of which nothing is known, which is in no number either. */
  readonly notMeasured: readonly UnmeasuredChange[];
  readonly deleted: readonly string[];
  readonly binary: readonly string[];
  /** How many other files were changed: no code, or none that `.nycrc` selects. */
  readonly other: number;
}

export interface CodeChange {
  readonly path: string;
  readonly status: ChangedFile['status'];
  /** What a renamed file was. */
  readonly from: string | null;
  /** Whether a profile has it. Where none does, all that was changed is missed. */
  readonly isMeasured: boolean;
  readonly lines: PercentRatio;
  /** The changed lines on which statements begin, from 1. */
  readonly executable: readonly number[];
  /** Those of them that did not run. */
  readonly missed: readonly number[];
}

export interface UnmeasuredChange {
  readonly path: string;
  readonly code: UnmeasuredCode;
  /** The same for people, as `describeUnmeasured` words it. */
  readonly reason: string;
}

/** What is known of the project; paths are absolute. */
export interface ChangeEvidence {
  readonly root: string;
  readonly map: Readonly<Record<string, HashedFileCoverage>>;
  readonly stateOf: (file: HashedFileCoverage) => SourceState;
  readonly sourceOf: (path: string) => string;
  /** What a file that is in no profile counts, each 0; or why nobody knows. */
  readonly readUnloaded: (path: string) => UnloadedCoverage;
}

export type UnloadedCoverage =
  | { readonly kind: 'code'; readonly counts: LineCounts }
  | { readonly kind: 'not measured'; readonly reason: UnmeasuredReason }
  | { readonly kind: 'other' };

export function coverChanges(changes: readonly ChangedFile[], evidence: ChangeEvidence): ChangeCoverage {
  const found = changes.map((change) => findOut(change, evidence));
  const list = <Item>(pick: (one: Finding) => Item | undefined) =>
    found.map(pick).filter((item) => item !== undefined);
  const files = list(({ file }) => file);
  const sum = (what: 'covered' | 'total') => files.reduce((total, { lines }) => total + lines[what], 0);
  return {
    lines: toPercentRatio({ covered: sum('covered'), total: sum('total') }),
    files,
    stale: list(({ stale }) => stale),
    notMeasured: list(({ notMeasured }) => notMeasured),
    deleted: list(({ deleted }) => deleted),
    binary: list(({ binary }) => binary),
    other: found.filter((one) => Object.keys(one).length === 0).length,
  };
}

/** What is to be said of one file, in one of the lists; nothing of those that are only counted. */
interface Finding {
  readonly file?: CodeChange;
  readonly stale?: ChangeCoverage['stale'][number];
  readonly notMeasured?: UnmeasuredChange;
  readonly deleted?: string;
  readonly binary?: string;
}

function findOut(change: ChangedFile, evidence: ChangeEvidence): Finding {
  const path = metaPathOf(evidence.root, change.path);
  if (change.status === 'deleted') return { deleted: path };
  if (change.content === 'link' || change.content === 'submodule') return {};
  const measured = evidence.map[change.path];
  const counted: UnloadedCoverage = measured
    ? { kind: 'code', counts: countLines(measured) }
    : evidence.readUnloaded(change.path);
  if (change.content === 'binary')
    return counted.kind === 'other'
      ? { binary: path }
      : { notMeasured: unmeasuredChange(path, { code: 'binary', detail: null }) };
  if (counted.kind === 'other') return {};
  if (counted.kind === 'not measured') return { notMeasured: unmeasuredChange(path, counted.reason) };
  const state = measured && change.lines.length > 0 ? evidence.stateOf(measured) : 'same';
  if (state !== 'same') return { stale: { path, state } };
  return { file: coverLines(change, counted.counts, measured !== undefined, evidence) };
}

function unmeasuredChange(path: string, reason: UnmeasuredReason): UnmeasuredChange {
  return { path, code: reason.code, reason: describeUnmeasured(reason) };
}

function coverLines(
  { path, status, from, lines }: ChangedFile,
  counts: LineCounts,
  isMeasured: boolean,
  { root, sourceOf }: ChangeEvidence,
): CodeChange {
  const changed = lines.length > 0 ? toSourceLines(sourceOf(path), lines) : [];
  const executable = linesIn(changed, [...counts.keys()]);
  const missed = executable.filter((line) => counts.get(line) === 0);
  return {
    path: metaPathOf(root, path),
    status,
    from: from === null ? null : metaPathOf(root, from),
    isMeasured,
    lines: toPercentRatio({ covered: executable.length - missed.length, total: executable.length }),
    executable,
    missed,
  };
}
