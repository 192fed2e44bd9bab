/** Combines changed lines with the coverage of their files. */
import type { SourceState } from '../../collect/source-states.js';
import type { ChangedFile } from '../../git/changes.js';
import { linesIn } from '../../git/line-range.js';
import type { HashedFileCoverage } from '../../interchange/to-istanbul.js';
import { metaPathOf } from '../../profile/model/file-meta.js';
import { describeUnmeasured, type UnmeasuredReason } from '../../run-log/unmeasured.js';
import { countLines, type LineCounts } from '../figures/line-counts.js';
import { toPercentRatio } from '../figures/ratio.js';
import type { ChangeCoverage, CodeChange, StaleChange, UnmeasuredChange } from './change-document.js';
import { toSourceLines } from './source-lines.js';

/** Facts about the project. Paths are absolute. */
export interface ChangeEvidence {
  readonly root: string;
  readonly map: Readonly<Record<string, HashedFileCoverage>>;
  readonly stateOf: (file: HashedFileCoverage) => SourceState;
  readonly sourceOf: (path: string) => string;
  /** Returns the lines of a file that is in no profile, each with count 0, or why they are unknown. */
  readonly readUnloaded: (path: string) => UnloadedCoverage;
}

export type UnloadedCoverage =
  | { readonly kind: 'code'; readonly counts: LineCounts }
  | { readonly kind: 'not measured'; readonly reason: UnmeasuredReason }
  | { readonly kind: 'other' };

/** Returns the coverage of the changed lines. Every changed file is in one of its lists, or counted in `other`. */
export function coverChanges(changes: readonly ChangedFile[], evidence: ChangeEvidence): ChangeCoverage {
  const classified = changes.map((change) => classify(change, evidence));
  const list = <Item>(pick: (one: ClassifiedChange) => Item | undefined) =>
    classified.map(pick).filter((item) => item !== undefined);
  const files = list(({ file }) => file);
  const sum = (key: 'covered' | 'total') => files.reduce((total, { lines }) => total + lines[key], 0);
  return {
    lines: toPercentRatio({ covered: sum('covered'), total: sum('total') }),
    files,
    stale: list(({ stale }) => stale),
    notMeasured: list(({ notMeasured }) => notMeasured),
    deleted: list(({ deleted }) => deleted),
    binary: list(({ binary }) => binary),
    other: classified.filter((one) => Object.keys(one).length === 0).length,
  };
}

/** The entry of one file in one of the lists. It has none if the file is only counted in `other`. */
interface ClassifiedChange {
  readonly file?: CodeChange;
  readonly stale?: StaleChange;
  readonly notMeasured?: UnmeasuredChange;
  readonly deleted?: string;
  readonly binary?: string;
}

function classify(change: ChangedFile, evidence: ChangeEvidence): ClassifiedChange {
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
