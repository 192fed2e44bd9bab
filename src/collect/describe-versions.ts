/** Describes files that were measured in several versions. */
import { relative } from 'node:path';
import { pluralize } from '../platform/plural-forms.js';
import type { OtherVersion } from '../profile/versions/other-version.js';

/** Maximum number of functions that are named for one version. */
const MAX_NAMED_FUNCTIONS = 5;

/** Maximum number of versions that are described separately. */
const MAX_DESCRIBED_VERSIONS = 10;

/**
 * Returns a line for each version whose counts are not in the result, except those of unchanged functions. If there are
 * many versions, one last line summarizes the rest.
 *
 * @param root absolute path that files are named relative to
 */
export function describeVersions(others: readonly OtherVersion[], root: string): readonly string[] {
  // Versions that lost counts matter most.
  const [lossy, whole] = [others.filter(isLossy), others.filter((other) => !isLossy(other))];
  const sorted = [...lossy, ...whole];
  const rest = sorted.slice(MAX_DESCRIBED_VERSIONS);
  return [
    ...sorted.slice(0, MAX_DESCRIBED_VERSIONS).map((other) => describeVersion(other, root)),
    ...(rest.length > 0 ? [summarize(rest)] : []),
  ];
}

function isLossy({ lostFunctions, ranOutside }: OtherVersion): boolean {
  return lostFunctions.length > 0 || ranOutside;
}

function describeVersion(other: OtherVersion, root: string): string {
  const { path, matchedFunctions } = other;
  const added =
    matchedFunctions === 0
      ? 'No coverage of another version could be added.'
      : `Coverage of ${pluralize(matchedFunctions, 'unchanged function')} of another version was added.`;
  const lost = isLossy(other) ? `Left out: ${describeLoss(other)}.` : 'No other code ran in that version.';
  return `Several versions of ${relative(root, path)} were measured. ${added} ${lost}`;
}

function describeLoss({ lostFunctions, ranOutside }: OtherVersion): string {
  const named = lostFunctions
    .slice(0, MAX_NAMED_FUNCTIONS)
    .map(({ name, declaration: [line] }) => `${name} (line ${line} in that version)`);
  const unnamed = lostFunctions.length - named.length;
  return [
    ...named,
    ...(unnamed > 0 ? [pluralize(unnamed, 'more function')] : []),
    ...(ranOutside ? ['code outside functions'] : []),
  ].join(', ');
}

function summarize(others: readonly OtherVersion[]): string {
  const files = new Set(others.map(({ path }) => path)).size;
  const matched = others.reduce((total, other) => total + other.matchedFunctions, 0);
  const lost = others.reduce((total, other) => total + other.lostFunctions.length, 0);
  const outside = others.some(({ ranOutside }) => ranOutside) ? ', code outside functions' : '';
  return (
    `Several versions of ${pluralize(files, 'more file')} were measured. ` +
    `Coverage of ${pluralize(matched, 'unchanged function')} was added. ` +
    `Left out: ${pluralize(lost, 'function')}${outside}.`
  );
}
