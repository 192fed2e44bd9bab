/** Opens a project that covermain is added to. */

import { sep } from 'node:path';
import { notEditable } from '../file-changes/change-target.js';
import { CovermainError } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';
import { listSome } from '../platform/plural-forms.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import { resolveLinks } from '../project/package.js';
import {
  type EntryCandidate,
  type EntryContext,
  findEntry,
  listEntryCandidates,
} from './detect/entry-candidates.js';
import { readManifestFile, textsOf } from './detect/manifest.js';
import { detectPackageManager, type PackageManager, scriptCommand } from './detect/package-manager.js';
import { listStartScripts } from './detect/script-starts.js';
import { readTsconfigs } from './detect/tsconfigs.js';
import { isWorkspaceRoot, listRepositoryDirectories } from './detect/workspace.js';
import { listHarnessFiles } from './plan/harness-file.js';

/** A project, before it is decided which of its modules starts the app. */
export interface InitProject extends EntryContext {
  /** Absolute paths of the root and the directories above it in its repository, nearest first. */
  readonly directories: readonly string[];
  readonly packageManager: PackageManager;
  readonly isWorkspaceRoot: boolean;
  /** Modules that may start the app, the best first. */
  readonly candidates: readonly EntryCandidate[];
  /** Sentences about files that cannot be read. */
  readonly problems: readonly string[];
}

/** @param directory absolute path of the project's root @throws CovermainError `MANIFEST_UNREADABLE`, `FILE_NOT_EDITABLE` */
export function openInitProject(directory: string): InitProject {
  const root = resolveLinks(directory);
  requireOwnPackage(root);
  const manifest = readManifestFile(root);
  const { tsconfigs, problems } = readTsconfigs(root);
  const context = { root, manifest, tsconfigs };
  const directories = listRepositoryDirectories(root);
  return {
    ...context,
    directories,
    packageManager: detectPackageManager(directories),
    isWorkspaceRoot: isWorkspaceRoot(root, manifest),
    candidates: listEntryCandidates(context),
    problems,
  };
}

function requireOwnPackage(root: string): void {
  if (!root.split(sep).includes('node_modules')) return;
  throw notEditable(
    root,
    'it is in node_modules, where npm replaces it',
    'Call covermain init in a package of your own',
  );
}

/**
 * Returns the entry that the user names. If a script starts it, what the script sets applies, too.
 *
 * @param from absolute path that the name is relative to
 * @throws CovermainError `ENTRY_NOT_FOUND`
 */
export function findNamedEntry(project: InitProject, name: string, from: string): EntryCandidate {
  const named = findEntry(project, name, { by: 'option' }, from);
  if (named) return project.candidates.find(({ file }) => file === named.file) ?? named;
  throw new CovermainError(
    'ENTRY_NOT_FOUND',
    `Invalid entry ${quoteText(name)}: expected a JavaScript or TypeScript file in ${project.root}. ` +
      'Name the module that starts the app, such as src/main.ts.',
  );
}

/** Returns the error for a project without a module that starts an app. */
export function entryNotFound({ root, candidates, manifest, packageManager }: InitProject): CovermainError {
  const reason =
    candidates.length === 0
      ? 'no script, "bin" or "main" of package.json starts a module of the project, and none has a usual name such as src/main.ts'
      : `loading ${listSome(candidates.map(({ file }) => metaPathOf(root, file)))} starts nothing`;
  const [script] = listStartScripts(textsOf(manifest, 'scripts'));
  const command = script === undefined ? 'COMMAND' : scriptCommand(packageManager, script, undefined);
  return new CovermainError(
    'ENTRY_NOT_FOUND',
    `No entry in ${root}: ${reason}. Name a module, best one that exports a function main: covermain init --entry FILE. ` +
      `An app that only a command can start needs no harness file: covermain run -- ${command}`,
  );
}

/** Whether a project has harness files. */
export function hasHarness({ root }: InitProject): boolean {
  return listHarnessFiles(root).length > 0;
}
