/** Finds files that were measured in several versions whose counts cannot be added. */
import { relative } from 'node:path';
import type { OtherVersion } from '../../profile/versions/other-version.js';

export interface FileVersionFinding {
  readonly kind: 'file-versions-differ';
  /** Path relative to the project. */
  readonly file: string;
  /** Number of functions that are the same in both versions, so their counts are added. */
  readonly matchedFunctions: number;
  /** Executed functions whose counts are in no report, with their lines in the other version. */
  readonly lostFunctions: readonly { readonly name: string; readonly line: number }[];
  /** Whether code outside functions was executed, whose counts are in no report. */
  readonly ranOutside: boolean;
}

/** The versions that are not listed one by one. */
export interface MoreFileVersionsFinding {
  readonly kind: 'more-file-versions-differ';
  readonly fileCount: number;
  readonly matchedFunctions: number;
  readonly lostFunctionCount: number;
  readonly ranOutside: boolean;
}

export type FileVersionsFinding = FileVersionFinding | MoreFileVersionsFinding;

/** Maximum number of versions that are listed one by one. */
const LISTED = 10;

/**
 * Returns a finding for each version, first those that lose counts. One last finding summarizes the rest of many.
 *
 * @param root absolute path of the project
 */
export function findFileVersions(
  others: readonly OtherVersion[],
  root: string,
): readonly FileVersionsFinding[] {
  const findings = others.map((other) => toFinding(other, root));
  const sorted = [
    ...findings.filter(isLossyVersion),
    ...findings.filter((finding) => !isLossyVersion(finding)),
  ];
  const rest = sorted.slice(LISTED);
  return rest.length > 0 ? [...sorted.slice(0, LISTED), summarize(rest)] : sorted;
}

function toFinding(
  { path, matchedFunctions, lostFunctions, ranOutside }: OtherVersion,
  root: string,
): FileVersionFinding {
  return {
    kind: 'file-versions-differ',
    file: relative(root, path),
    matchedFunctions,
    lostFunctions: lostFunctions.map(({ name, declaration: [line] }) => ({ name, line })),
    ranOutside,
  };
}

/** Whether counts of the version are in no report. */
export function isLossyVersion({ lostFunctions, ranOutside }: FileVersionFinding): boolean {
  return lostFunctions.length > 0 || ranOutside;
}

function summarize(versions: readonly FileVersionFinding[]): MoreFileVersionsFinding {
  return {
    kind: 'more-file-versions-differ',
    fileCount: new Set(versions.map(({ file }) => file)).size,
    matchedFunctions: versions.reduce((sum, { matchedFunctions }) => sum + matchedFunctions, 0),
    lostFunctionCount: versions.reduce((sum, { lostFunctions }) => sum + lostFunctions.length, 0),
    ranOutside: versions.some(({ ranOutside }) => ranOutside),
  };
}
