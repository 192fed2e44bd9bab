/** What is said of files that were measured in several versions. */
import { relative } from 'node:path';
import type { OtherVersion } from '../interchange/coverage-map.js';
import { pluralize } from '../platform/plural-forms.js';

/** At most this many functions are named of one version. */
const NAMED_FUNCTIONS = 5;

/** At most this many versions are described. */
const DESCRIBED = 10;

/**
 * A line for each version whose counts are in no sum but for functions that did not change; of many versions one for all
 * that are left.
 *
 * @param root absolute path that files are named relative to
 */
export function describeVersions(others: readonly OtherVersion[], root: string): readonly string[] {
  // What lost nothing is the last that people have to know of.
  const [lossy, whole] = [others.filter(isLossy), others.filter((other) => !isLossy(other))];
  const sorted = [...lossy, ...whole];
  const rest = sorted.slice(DESCRIBED);
  return [
    ...sorted.slice(0, DESCRIBED).map((other) => describeVersion(other, root)),
    ...(rest.length > 0 ? [summarize(rest)] : []),
  ];
}

function isLossy({ left, ranOutside }: OtherVersion): boolean {
  return left.length > 0 || ranOutside;
}

function describeVersion(other: OtherVersion, root: string): string {
  const { path, carried } = other;
  const added =
    carried === 0
      ? 'nothing of another version could be added'
      : `what ran in ${pluralize(carried, 'unchanged function')} of another version was added`;
  const lost = isLossy(other) ? `left out is what ran ${describeLoss(other)}` : 'nothing else ran in it';
  return `several versions were measured of ${relative(root, path)}: ${added}; ${lost}`;
}

function describeLoss({ left, ranOutside }: OtherVersion): string {
  const named = left
    .slice(0, NAMED_FUNCTIONS)
    .map(({ name, declaration: [line] }) => `${name} (line ${line} there)`);
  const unnamed =
    left.length > NAMED_FUNCTIONS ? [pluralize(left.length - NAMED_FUNCTIONS, 'more function')] : [];
  const within = left.length > 0 ? [`in ${[...named, ...unnamed].join(', ')}`] : [];
  return [...within, ...(ranOutside ? ['outside of functions'] : [])].join(', and ');
}

function summarize(others: readonly OtherVersion[]): string {
  const files = new Set(others.map(({ path }) => path)).size;
  const carried = others.reduce((total, other) => total + other.carried, 0);
  const left = others.reduce((total, other) => total + other.left.length, 0);
  return (
    `several versions were measured of ${pluralize(files, 'more file')}, too: what ran in ` +
    `${pluralize(carried, 'unchanged function')} was added; left out is what ran in ${pluralize(left, 'function')}` +
    (others.some(({ ranOutside }) => ranOutside) ? ', and outside of functions' : '')
  );
}
