/** Plans what `covermain init` changes in a project. */

import { join, resolve } from 'node:path';
import type { FileChange } from '../../file-changes/file-change.js';
import { isBelow } from '../../platform/is-below.js';
import { metaPathOf } from '../../profile/model/file-meta.js';
import { HARNESS_DIRECTORY } from '../../project/nyc-config.js';
import type { DetectedApp } from '../detect/project.js';
import type { InitProject } from '../open-project.js';
import { planGitignore } from './git-ignore.js';
import { chooseHarnessFile, listHarnessFiles } from './harness-file.js';
import { formatHarness } from './harness-text.js';
import { hasScript, planScript, SCRIPT, scriptOf } from './manifest-change.js';
import { findNycConfiguration, planNycrc } from './nyc-configuration.js';

export interface InitPlan {
  readonly changes: readonly FileChange[];
  /** What exists already and stays as it is. */
  readonly kept: readonly string[];
  /** Sentences that the user should know before the changes are made. */
  readonly notes: readonly string[];
}

/** Directories that covermain and nyc write to, besides the one for reports. */
const OUTPUT_DIRECTORIES = ['coverage-data', '.nyc_output', '.covermain'];

/** @param reportDirectory directory of reports relative to the root, or absolute */
export function planInit(project: InitProject, app: DetectedApp, reportDirectory: string): InitPlan {
  const { root, directories, manifest } = project;
  const harness = planHarness(project, app);
  const configuration = findNycConfiguration(root, manifest);
  const gitignore = planGitignore(root, directories, listIgnored(root, reportDirectory));
  return {
    changes: [
      ...harness.changes,
      ...(hasScript(manifest) ? [] : [planScript(manifest, scriptOf(app))]),
      ...(configuration === undefined ? [planNycrc(root, app)] : []),
      ...(gitignore ? [gitignore] : []),
    ],
    kept: [
      ...harness.kept,
      ...(hasScript(manifest) ? [`the script "${SCRIPT}" in package.json`] : []),
      ...(configuration === undefined ? [] : [configuration]),
    ],
    notes: [...project.problems, ...harness.notes],
  };
}

function planHarness({ root, manifest, tsconfigs }: InitProject, app: DetectedApp): InitPlan {
  const existing = listHarnessFiles(root);
  if (existing.length > 0)
    return { changes: [], kept: existing.map((name) => `${HARNESS_DIRECTORY}/${name}`), notes: [] };
  const { harness, notes } = chooseHarnessFile(root, app, manifest.content.type, tsconfigs);
  const after = Buffer.from(formatHarness(app, harness));
  const change = { path: join(root, HARNESS_DIRECTORY, harness.name), before: undefined, after };
  return { changes: [change], kept: [], notes };
}

/** Returns the directories that Git should ignore, relative to the root. */
function listIgnored(root: string, reportDirectory: string): readonly string[] {
  const path = resolve(root, reportDirectory);
  const isInside = path !== root && isBelow(root, path);
  return [...OUTPUT_DIRECTORIES, ...(isInside ? [metaPathOf(root, path)] : [])];
}
