/** Checks that versions are not mixed: of measured files, of the sources on the disk, and of covermain itself. */
import { relative } from 'node:path';
import { sourceStateOf } from '../collect/source-state.js';
import { listSome } from '../platform/plural-forms.js';
import { resolveLinks } from '../project/package.js';
import { type Check, findingsOr, ok, warning } from './check.js';
import { FILE_VERSION_DESCRIPTIONS } from './describe-file-versions.js';
import { type FileVersionsFinding, findFileVersions } from './evidence/file-versions.js';
import { findInstalledCopies, ownCopy } from './evidence/installed-copies.js';
import type { RecordedProfile } from './evidence/recordings.js';

export type VersionsFinding =
  | { readonly kind: 'versions-consistent'; readonly version: string }
  | FileVersionsFinding
  /** Paths relative to the project. */
  | { readonly kind: 'sources-changed' | 'sources-missing'; readonly files: readonly string[] }
  | {
      readonly kind: 'covermain-versions-differ';
      /** Version of the covermain that runs this check. */
      readonly version: string;
      /** Version of the copy in `directory`, a path relative to the project. */
      readonly otherVersion: string;
      readonly directory: string;
    };

export const versionsCheck: Check<VersionsFinding> = {
  name: 'versions',
  async examine({ root, recordings }) {
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
    ...FILE_VERSION_DESCRIPTIONS,
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

/** Reports files that a report cannot show, because they are no longer the measured ones; each file once. */
function findStaleSources(recorded: readonly RecordedProfile[], root: string): readonly VersionsFinding[] {
  const roots = [resolveLinks(root)];
  const states = recorded.flatMap(({ map }) =>
    Object.values(map).map((file) => ({
      path: relative(root, file.path),
      state: sourceStateOf(file, roots),
    })),
  );
  const filesIn = (expected: 'changed' | 'missing') => [
    ...new Set(states.filter(({ state }) => state === expected).map(({ path }) => path)),
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
