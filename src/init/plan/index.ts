/** Plans what `covermain init` changes in a project. */

import { join, resolve } from 'node:path';
import type { FileChange } from '../../file-changes/file-change.js';
import { isBelow } from '../../platform/is-below.js';
import { metaPathOf } from '../../profile/model/file-meta.js';
import { HARNESS_DIRECTORY } from '../../project/nyc-config.js';
import type { DetectedApp } from '../detect/detected-app.js';
import type { InitProject } from '../open-project.js';
import { planGitignore } from './git-ignore.js';
import { chooseHarnessFile, listHarnessFiles } from './harness-file.js';
import { formatHarness, hasShellVariable } from './harness-text.js';
import { findLintNotes } from './lint-note.js';
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

/** Whether a plan depends on the app: the project lacks a harness file or a configuration. */
export function needsApp({ root, manifest }: InitProject): boolean {
  return listHarnessFiles(root).length === 0 || findNycConfiguration(root, manifest) === undefined;
}

/**
 * Plans what a project lacks. What it has already is kept.
 *
 * @param app may be `undefined` unless `needsApp`
 * @param reportDirectory directory of reports, relative to the root or absolute
 */
export function planInit(
  project: InitProject,
  app: DetectedApp | undefined,
  reportDirectory: string,
): InitPlan {
  const parts = [
    planHarness(project, app),
    planManifest(project, app),
    planConfiguration(project, app),
    planIgnored(project, reportDirectory),
  ];
  return {
    changes: parts.flatMap(({ changes }) => changes),
    kept: parts.flatMap(({ kept }) => kept),
    notes: [...project.problems, ...parts.flatMap(({ notes }) => notes)],
  };
}

const NO_CHANGE: InitPlan = { changes: [], kept: [], notes: [] };

function planHarness({ root, manifest, tsconfigs }: InitProject, app: DetectedApp | undefined): InitPlan {
  const existing = listHarnessFiles(root);
  if (existing.length > 0 || !app)
    return { ...NO_CHANGE, kept: existing.map((name) => `${HARNESS_DIRECTORY}/${name}`) };
  const { harness, notes } = chooseHarnessFile(root, app, manifest.content.type, tsconfigs);
  const after = Buffer.from(formatHarness(app, harness));
  const change = { path: join(root, HARNESS_DIRECTORY, harness.name), before: undefined, after };
  return {
    changes: [change],
    kept: [],
    notes: [...notes, ...findLintNotes(root, change.path, tsconfigs), ...listLostArguments(app)],
  };
}

/** Returns a sentence about arguments whose values only a shell knows. */
function listLostArguments({ entry: { origin } }: DetectedApp): readonly string[] {
  if (origin.by !== 'script' || !origin.command.args.some(hasShellVariable)) return [];
  return [
    `The arguments ${origin.command.args.join(' ')} of "${origin.script}" contain variables of the shell, so the harness file does not pass them. ` +
      'Pass them after --: covermain manual -- ARGUMENTS',
  ];
}

function planManifest({ manifest }: InitProject, app: DetectedApp | undefined): InitPlan {
  if (hasScript(manifest)) return { ...NO_CHANGE, kept: [`the script "${SCRIPT}"`] };
  return { ...NO_CHANGE, changes: [planScript(manifest, scriptOf(app))] };
}

function planConfiguration({ root, manifest }: InitProject, app: DetectedApp | undefined): InitPlan {
  const existing = findNycConfiguration(root, manifest);
  if (existing !== undefined || !app) return { ...NO_CHANGE, kept: existing === undefined ? [] : [existing] };
  return { ...NO_CHANGE, changes: [planNycrc(root, app)] };
}

function planIgnored({ root, directories }: InitProject, reportDirectory: string): InitPlan {
  const change = planGitignore(root, directories, listIgnored(root, reportDirectory));
  return change ? { ...NO_CHANGE, changes: [change] } : NO_CHANGE;
}

/** Returns the directories that Git should ignore, relative to the root. */
function listIgnored(root: string, reportDirectory: string): readonly string[] {
  const path = resolve(root, reportDirectory);
  const isInside = path !== root && isBelow(root, path);
  return [...OUTPUT_DIRECTORIES, ...(isInside ? [metaPathOf(root, path)] : [])];
}
