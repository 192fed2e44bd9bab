/** The commands that follow `covermain init`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { metaPathOf } from '../profile/model/file-meta.js';
import { dependenciesOf } from './detect/manifest.js';
import { installCommand, type OtherPackage, scriptCommand } from './detect/package-manager.js';
import { isWorkspaceMember } from './detect/workspace.js';
import type { InitProject } from './open-project.js';
import { SCRIPT } from './plan/manifest-change.js';

const PACKAGE = 'covermain';

/**
 * Returns the commands to type next: the installation of covermain if the project lacks it, and the test main.
 *
 * @param from absolute path of the directory in which they are typed
 */
export function listNextSteps(project: InitProject, from: string): readonly string[] {
  const other =
    project.root === from
      ? undefined
      : { directory: metaPathOf(from, project.root), isMember: isWorkspaceMember(project.directories) };
  const run = `MANUAL_INTEGRATION=1 ${scriptCommand(project.packageManager, SCRIPT, other)}`;
  const install = findInstallation(project, other);
  return install === undefined ? [run] : [install, run];
}

/**
 * Returns the command that installs covermain; `undefined` if the project has it.
 *
 * @param other the project, seen from the directory in which the command is typed; `undefined` in the project
 */
export function findInstallation(project: InitProject, other?: OtherPackage): string | undefined {
  if (isInstalled(project)) return undefined;
  const isRoot = project.isWorkspaceRoot && !isYarnBerry(project);
  return installCommand(project.packageManager, PACKAGE, isRoot, other);
}

/** Yarn 2 and later install into the root of a workspace without an option. */
function isYarnBerry({ packageManager, directories }: InitProject): boolean {
  return packageManager === 'yarn' && directories.some((path) => existsSync(join(path, '.yarnrc.yml')));
}

function isInstalled({ manifest, directories }: InitProject): boolean {
  if (dependenciesOf(manifest).has(PACKAGE)) return true;
  return directories.some((directory) => existsSync(join(directory, 'node_modules', PACKAGE)));
}
