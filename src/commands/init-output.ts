/** What `covermain init` prints. */
import type { FileChange } from '../file-changes/file-change.js';
import {
  type DetectedApp,
  describeFoundApp,
  describeStart,
  type InitPlan,
  type InitProject,
  listNextSteps,
} from '../init/index.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import { UI_VARIABLE } from '../settings/ui.js';
import type { Colors } from './colors.js';
import type { InitApp, InitDocument } from './documents.js';
import { type Print, printLines } from './print.js';
import { printDiff } from './print-diff.js';

/** A project, and what it lacks. */
export interface PlannedInit {
  readonly project: InitProject;
  /** `undefined` if the plan does not depend on it. */
  readonly app: DetectedApp | undefined;
  readonly plan: InitPlan;
  /** Absolute path of the project in which the command was called: that of another package of the workspace, or the same. */
  readonly from: string;
}

/** Prints what was found, and the changes. */
export function printPlan({ project, app, plan, from }: PlannedInit, print: Print, colors: Colors): void {
  if (app) printLines(print, [describeFoundApp(project, app, from), describeStart(app.start)]);
  for (const note of plan.notes) print(`Note: ${note}`);
  if (plan.kept.length > 0) print(`Kept as it is: ${plan.kept.join(', ')}`);
  if (plan.changes.length === 0) return;
  print('');
  printDiff(print, plan.changes, repositoryOf(project), colors);
  print('');
}

/** Prints what was done, and the commands to type next. */
export function printNextSteps({ project, plan, from }: PlannedInit, print: Print): void {
  const paths = pathsOf(project, plan.changes);
  print(paths.length === 0 ? 'Nothing to change.' : `Wrote ${paths.join(', ')}`);
  printLines(print, ['Next:', ...listNextSteps(project, from).map((step) => `  ${step}`)]);
  print(`With ${UI_VARIABLE}=1, a page in your browser shows which code runs.`);
}

export function toInitDocument({ project, app, plan, from }: PlannedInit, isWritten: boolean): InitDocument {
  return {
    root: project.root,
    packageManager: project.packageManager,
    app: app ? toAppDocument(project, app) : null,
    changes: pathsOf(project, plan.changes),
    kept: plan.kept,
    notes: plan.notes,
    written: isWritten,
    next: listNextSteps(project, from),
  };
}

function toAppDocument({ root }: InitProject, app: DetectedApp): InitApp {
  return {
    kind: app.kind,
    entry: metaPathOf(root, app.entry.file),
    start: app.start,
    language: app.isTypeScript ? 'TypeScript' : 'JavaScript',
    moduleSystem: app.moduleSystem,
  };
}

function pathsOf(project: InitProject, changes: readonly FileChange[]): readonly string[] {
  return changes.map(({ path }) => metaPathOf(repositoryOf(project), path));
}

/** Returns the directory that contains all files that are changed: `.gitignore` can be that of the repository. */
export function repositoryOf({ directories, root }: InitProject): string {
  return directories.at(-1) ?? root;
}
