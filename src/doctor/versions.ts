/** Checks that versions are not mixed: of measured files, of the sources on the disk, and of covermain itself. */
import { relative } from 'node:path';
import { sourceStateOf } from '../collect/source-state.js';
import type { OtherVersion } from '../interchange/coverage-map.js';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { type Check, findingsOr, ok, warning } from './check.js';
import { findInstalledCopies, ownCopy } from './installed-copies.js';
import type { RecordedProfile } from './recordings.js';

interface FileVersions {
  readonly kind: 'file-versions-differ';
  /** Path relative to the project. */
  readonly file: string;
  /** Number of functions that are the same in both versions, so their counts are added. */
  readonly carriedFunctions: number;
  /** Executed functions whose counts are in no report, with their lines in the other version. */
  readonly lostFunctions: readonly { readonly name: string; readonly line: number }[];
  /** Whether hits outside of functions are in no report. */
  readonly isTopLevelLost: boolean;
}

export type VersionsFinding =
  | { readonly kind: 'versions-consistent'; readonly version: string }
  | FileVersions
  /** `count` is the number of further versions. */
  | { readonly kind: 'more-file-versions-differ'; readonly count: number }
  /** Paths relative to the project. */
  | { readonly kind: 'sources-changed' | 'sources-missing'; readonly files: readonly string[] }
  | {
      readonly kind: 'covermain-versions-differ';
      /** Of the covermain that runs this check. */
      readonly version: string;
      /** Of the copy in `directory`, a path relative to the project. */
      readonly otherVersion: string;
      readonly directory: string;
    };

const VERSIONS_REMEDY = 'Measure each version into its own COVER_DIR.';

export const versionsCheck: Check<VersionsFinding> = {
  name: 'versions',
  async look({ root, recordings }) {
    const recorded = await recordings();
    const findings = [
      ...recorded.flatMap(({ others }) => findFileVersions(others, root)),
      ...findStaleSources(recorded, root),
      ...findOtherCopies(root),
    ];
    return findingsOr(findings, { kind: 'versions-consistent', version: ownCopy().version });
  },
  describe: {
    'versions-consistent': ({ version }) =>
      ok(`covermain ${version} is the only version, and the measured sources are those on the disk.`),
    'file-versions-differ': (finding) => warning(describeFileVersions(finding), VERSIONS_REMEDY),
    'more-file-versions-differ': ({ count }) =>
      warning(`${pluralize(count, 'more version')} of measured files differ.`, VERSIONS_REMEDY),
    'sources-changed': ({ files }) =>
      warning(`Changed since they were measured: ${listSome(files)}.`, 'Measure again.'),
    'sources-missing': ({ files }) =>
      warning(
        `Measured, but missing on the disk: ${listSome(files)}.`,
        'Name the directory of the sources with --root.',
      ),
    'covermain-versions-differ': ({ version, otherVersion, directory }) =>
      warning(
        `This is covermain ${version}, but ${directory} is covermain ${otherVersion}.`,
        'Install one version, and run it as `npx covermain`.',
      ),
  },
};

function describeFileVersions({
  file,
  carriedFunctions,
  lostFunctions,
  isTopLevelLost,
}: FileVersions): string {
  const added =
    carriedFunctions === 0
      ? 'No counts of another version are added.'
      : `Counts of ${pluralize(carriedFunctions, 'unchanged function')} of another version are added.`;
  const functions = lostFunctions.map(({ name, line }) => `${name} (line ${line} there)`);
  const lost = [
    ...(functions.length > 0 ? [`in ${listSome(functions)}`] : []),
    ...(isTopLevelLost ? ['outside of functions'] : []),
  ];
  const loss =
    lost.length > 0 ? `Left out are hits ${lost.join(' and ')}.` : 'Nothing else was executed in it.';
  return `${file} was measured in several versions. ${added} ${loss}`;
}

/** Maximum number of versions that are listed one by one. */
const LISTED = 10;

/** Reports versions whose counts cannot be added, first those that lose hits. */
function findFileVersions(others: readonly OtherVersion[], root: string): readonly VersionsFinding[] {
  const findings = others.map(
    ({ path, carried, left, ranOutside }): FileVersions => ({
      kind: 'file-versions-differ',
      file: relative(root, path),
      carriedFunctions: carried,
      lostFunctions: left.map(({ name, declaration: [line] }) => ({ name, line })),
      isTopLevelLost: ranOutside,
    }),
  );
  const isLossy = ({ lostFunctions, isTopLevelLost }: FileVersions) =>
    lostFunctions.length > 0 || isTopLevelLost;
  const sorted = [...findings.filter(isLossy), ...findings.filter((finding) => !isLossy(finding))];
  const count = sorted.length - LISTED;
  return count > 0 ? [...sorted.slice(0, LISTED), { kind: 'more-file-versions-differ', count }] : sorted;
}

/** Reports files that a report cannot show, because they are no longer the measured ones; each file once. */
function findStaleSources(recorded: readonly RecordedProfile[], root: string): readonly VersionsFinding[] {
  const states = recorded.flatMap(({ map }) =>
    Object.values(map).map((file) => ({ path: relative(root, file.path), state: sourceStateOf(file) })),
  );
  const filesIn = (wanted: 'changed' | 'missing') => [
    ...new Set(states.filter(({ state }) => state === wanted).map(({ path }) => path)),
  ];
  return (['changed', 'missing'] as const)
    .map((state) => ({ kind: `sources-${state}` as const, files: filesIn(state) }))
    .filter(({ files }) => files.length > 0);
}

/** The harness file must import the covermain that the command belongs to: they share files and variables. */
function findOtherCopies(root: string): readonly VersionsFinding[] {
  const { version } = ownCopy();
  return findInstalledCopies(root)
    .filter((copy) => copy.version !== version)
    .map((copy) => ({
      kind: 'covermain-versions-differ',
      version,
      otherVersion: copy.version,
      directory: relative(root, copy.directory),
    }));
}
