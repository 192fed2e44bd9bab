/** Chooses the package of a workspace that covermain is added to. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CovermainError } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';
import { isBelow } from '../platform/is-below.js';
import { listSome } from '../platform/plural-forms.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import { findPackageByName, MANIFEST } from '../project/package.js';
import { hasApp } from './choose-entry.js';
import { isUsual } from './detect/entry-candidates.js';
import { listWorkspacePackages } from './detect/workspace.js';
import { type InitProject, openInitProject } from './open-project.js';

/**
 * Returns the package that the user names: by its directory, relative to `cwd`, or by its name.
 *
 * @throws CovermainError `PACKAGE_NOT_FOUND`, `MANIFEST_UNREADABLE`
 */
export function openNamedPackage(project: InitProject, name: string, cwd: string): InitProject {
  const top = project.directories.at(-1) ?? project.root;
  const directory = [resolve(cwd, name), resolve(top, name)].find((path) => existsSync(join(path, MANIFEST)));
  const found = directory !== undefined && isBelow(top, directory) ? directory : findPackageByName(top, name);
  if (found !== undefined) return openInitProject(found);
  throw new CovermainError(
    'PACKAGE_NOT_FOUND',
    `Invalid package ${quoteText(name)}: expected the directory or the name of a package in ${top}.`,
  );
}

/**
 * Returns the packages of a workspace that have an app, if its root has none itself. A script such as `start:proxy` of the root
 * may start a tool, so packages come before it.
 */
export function listAppPackages(project: InitProject): readonly InitProject[] {
  if (!project.isWorkspaceRoot || hasApp(project, project.candidates.filter(isUsual))) return [project];
  const packages = listPackagesWithApp(project);
  return packages.length === 0 && hasApp(project) ? [project] : packages;
}

function listPackagesWithApp(project: InitProject): readonly InitProject[] {
  return listWorkspacePackages(project.root).flatMap((directory) => {
    const other = openIfReadable(directory);
    return other && hasApp(other) ? [other] : [];
  });
}

/** A directory with a broken package.json is no package that can be set up. */
function openIfReadable(directory: string): InitProject | undefined {
  try {
    return openInitProject(directory);
  } catch (error) {
    if (error instanceof CovermainError) return undefined;
    throw error;
  }
}

/** Returns the error for a workspace whose packages the user must choose from. */
export function packageNotChosen({ root }: InitProject, packages: readonly InitProject[]): CovermainError {
  const names = packages.map((other) => metaPathOf(root, other.root));
  return new CovermainError(
    'PACKAGE_NOT_FOUND',
    `The workspace ${root} has several packages with an app: ${listSome(names)}. ` +
      `Name one: covermain init --package ${names[0]}`,
  );
}
