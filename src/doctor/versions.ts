/** Versions that are mixed: of files, of the sources on the disk, and of covermain itself. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { describeVersions } from '../collect/describe-versions.js';
import { sourceStateOf } from '../collect/source-state.js';
import { listSome } from '../platform/plural-forms.js';
import { type Check, type Finding, orOk, warning } from './check.js';
import type { RecordedProfile } from './recordings.js';

export const versionsCheck: Check = {
  name: 'versions',
  async look({ root, recordings }) {
    const found = await recordings();
    const findings = [
      ...found.flatMap((recording) => lookAtVersions(recording, root)),
      ...lookAtSources(found, root),
      ...lookAtCopies(root),
    ];
    return orOk(findings, `covermain ${own().version}; what was measured is what is on the disk`);
  },
};

/** Versions of one file whose counts cannot be added. */
function lookAtVersions({ others }: RecordedProfile, root: string): readonly Finding[] {
  return describeVersions(others, root).map((found) =>
    warning(found, 'measure each version into a COVER_DIR of its own'),
  );
}

/** What a report cannot show, since it is no longer the source that was measured; once for all recordings that have it. */
function lookAtSources(recordings: readonly RecordedProfile[], root: string): readonly Finding[] {
  const states = recordings.flatMap(({ map }) =>
    Object.values(map).map((file) => [relative(root, file.path), sourceStateOf(file)] as const),
  );
  const named = (wanted: string) => [
    ...new Set(states.filter(([, state]) => state === wanted).map(([path]) => path)),
  ];
  const [changed, missing] = [named('changed'), named('missing')];
  return [
    ...(changed.length > 0 ? [warning(`changed since measured: ${listSome(changed)}`, 'measure again')] : []),
    ...(missing.length > 0
      ? [warning(`measured, and not there: ${listSome(missing)}`, 'name the folder of the sources by --root')]
      : []),
  ];
}

interface Copy {
  /** Absolute path without links. */
  readonly folder: string;
  readonly version: string;
}

/** What a harness file imports must be what the command belongs to: they share files and variables. */
function lookAtCopies(root: string): readonly Finding[] {
  const mine = own();
  return copiesBelow(root)
    .filter(({ version }) => version !== mine.version)
    .map(({ folder, version }) =>
      warning(
        `this is covermain ${mine.version}, and ${relative(root, folder)} is ${version}`,
        'install one version, and call it by npx covermain',
      ),
    );
}

function own(): Copy {
  return copyIn(dirname(createRequire(import.meta.url).resolve('covermain/package.json')));
}

/** The one that the project's files import, and those of its dependencies. */
function copiesBelow(root: string): readonly Copy[] {
  const folders = [
    join(root, 'node_modules'),
    ...packagesOf(root).map((folder) => join(folder, 'node_modules')),
  ];
  return folders
    .map((modules) => join(modules, 'covermain'))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map(copyIn);
}

function packagesOf(root: string): readonly string[] {
  const modules = join(root, 'node_modules');
  if (!existsSync(modules)) return [];
  return readdirSync(modules).flatMap((name) =>
    name.startsWith('@')
      ? readdirSync(join(modules, name)).map((scoped) => join(modules, name, scoped))
      : [join(modules, name)],
  );
}

function copyIn(folder: string): Copy {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Pick<Copy, 'version'>;
  return { folder: realpathSync(folder), version };
}
