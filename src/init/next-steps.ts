/** The commands that follow `covermain init`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dependenciesOf } from './detect/manifest.js';
import { installCommand, scriptCommand } from './detect/package-manager.js';
import type { InitProject } from './open-project.js';
import { SCRIPT } from './plan/manifest-change.js';

const PACKAGE = 'covermain';

/** Returns the commands to type next: the installation of covermain if the project lacks it, and the test main. */
export function listNextSteps(project: InitProject): readonly string[] {
  const { packageManager, isWorkspaceRoot } = project;
  const install = installCommand(packageManager, PACKAGE, isWorkspaceRoot);
  const run = `MANUAL_INTEGRATION=1 ${scriptCommand(packageManager, SCRIPT)}`;
  return isInstalled(project) ? [run] : [install, run];
}

function isInstalled({ manifest, directories }: InitProject): boolean {
  if (dependenciesOf(manifest).has(PACKAGE)) return true;
  return directories.some((directory) => existsSync(join(directory, 'node_modules', PACKAGE)));
}
