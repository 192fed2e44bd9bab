/** `covermain init`: adds a harness file, a script and the configuration to a project. */

import type { FileChange } from '../file-changes/file-change.js';
import { formatFileChanges } from '../file-changes/format-file-changes.js';
import { writeFileChanges } from '../file-changes/write-file-changes.js';
import {
  type DetectedApp,
  describeFoundApp,
  describeStart,
  type InitPlan,
  type InitProject,
  listNextSteps,
  openInitProject,
  openNamedPackage,
  planInit,
} from '../init/index.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import { findProjectRoot } from '../project/find-root.js';
import { readNycConfig } from '../project/nyc-config.js';
import type { Colors } from './colors.js';
import type { InitDocument } from './documents.js';
import { chooseApp, chooseProject } from './init-choices.js';
import { type Print, printJson, printLines } from './print.js';
import { isPromptClosed, type Prompts } from './prompts.js';

export interface InitOptions {
  /** Module that starts the app, relative to `cwd`. */
  readonly entry?: string;
  /** Directory or name of a package of a workspace. */
  readonly package?: string;
  /** Whether to write without asking. */
  readonly yes?: boolean;
  /** Whether to show the changes only. */
  readonly dryRun?: boolean;
  /** Whether to print one JSON document. */
  readonly json?: boolean;
  readonly cwd: string;
  readonly print: Print;
  readonly logLine: (line: string) => void;
  readonly colors: Colors;
  /** Questions to the user; `undefined` without a terminal. */
  readonly prompts: Prompts | undefined;
}

/** Exit code of changes that were shown and not made. */
const NOT_WRITTEN = 1;

/** Exit code after Ctrl+C. */
const INTERRUPTED = 130;

/**
 * Shows the changes that a project needs, and makes them if the user agrees.
 *
 * @returns the exit code: 0 if the project has all that it needs or with `dryRun`, 1 if changes were not made
 * @throws CovermainError before anything is written
 */
export async function initCommand(options: InitOptions): Promise<number> {
  // `--json` is for programs, which answer no questions, and `--yes` has answered them.
  const prompts = options.json || options.yes ? undefined : options.prompts;
  try {
    return await init({ ...options, prompts });
  } catch (error) {
    if (!isPromptClosed(error)) throw error;
    options.logLine('Nothing was written.');
    return INTERRUPTED;
  }
}

async function init(options: InitOptions): Promise<number> {
  const { cwd, prompts } = options;
  const project = await findProject(options);
  const app = await chooseApp(project, { entry: options.entry, cwd, prompts });
  const { reportDirectory } = await readNycConfig(project.root);
  const plan = planInit(project, app, reportDirectory);
  if (!options.json) printPlan(project, app, plan, options);
  const isWritten = plan.changes.length > 0 && (await isConfirmed(options));
  if (isWritten) writeFileChanges(plan.changes, topOf(project));
  if (options.json) printJson(options.print, toDocument(project, app, plan, isWritten));
  else printOutcome(project, plan, isWritten, options);
  return plan.changes.length === 0 || isWritten || options.dryRun ? 0 : NOT_WRITTEN;
}

function findProject(options: InitOptions): Promise<InitProject> | InitProject {
  const project = openInitProject(findProjectRoot(options.cwd));
  if (options.package !== undefined) return openNamedPackage(project, options.package, options.cwd);
  return options.entry === undefined ? chooseProject(project, options.prompts) : project;
}

async function isConfirmed({ yes, dryRun, prompts }: InitOptions): Promise<boolean> {
  if (dryRun) return false;
  return yes || ((await prompts?.confirm('Write these changes?')) ?? false);
}

function printPlan(project: InitProject, app: DetectedApp, plan: InitPlan, options: InitOptions): void {
  const { print, colors } = options;
  print(describeFoundApp(project.root, app, project.packageManager));
  print(describeStart(app.start));
  for (const note of plan.notes) print(`Note: ${note}`);
  if (plan.kept.length > 0) print(`Kept as it is: ${plan.kept.join(', ')}`);
  if (plan.changes.length === 0) return;
  print('');
  for (const line of formatFileChanges(plan.changes, topOf(project))) print(colorDiffLine(line, colors));
  print('');
}

function colorDiffLine(text: string, colors: Colors): string {
  const line = text.replace(/\r$/, '').replaceAll('\t', '    ');
  if (/^(?:diff|index|new|---|\+\+\+)/.test(line)) return line;
  if (line.startsWith('@@')) return colors.yellow(line);
  if (line.startsWith('+')) return colors.green(line);
  return line.startsWith('-') ? colors.red(line) : line;
}

function printOutcome(project: InitProject, plan: InitPlan, isWritten: boolean, options: InitOptions): void {
  const { print, logLine, dryRun, prompts } = options;
  if (plan.changes.length === 0) print('Nothing to change.');
  else if (isWritten) print(`Wrote ${pathsOf(project, plan.changes).join(', ')}`);
  else if (!dryRun && !prompts)
    logLine(
      'Nothing was written, because there is no terminal to ask on. To write the changes: covermain init --yes',
    );
  else logLine('Nothing was written.');
  if (isWritten || plan.changes.length === 0)
    printLines(print, ['Next:', ...listNextSteps(project).map((step) => `  ${step}`)]);
}

function toDocument(
  project: InitProject,
  app: DetectedApp,
  plan: InitPlan,
  isWritten: boolean,
): InitDocument {
  return {
    root: project.root,
    packageManager: project.packageManager,
    kind: app.kind,
    entry: metaPathOf(project.root, app.entry.file),
    start: app.start,
    language: app.isTypeScript ? 'TypeScript' : 'JavaScript',
    moduleSystem: app.moduleSystem,
    changes: pathsOf(project, plan.changes),
    kept: plan.kept,
    notes: plan.notes,
    written: isWritten,
    next: listNextSteps(project),
  };
}

function pathsOf(project: InitProject, changes: readonly FileChange[]): readonly string[] {
  return changes.map(({ path }) => metaPathOf(topOf(project), path));
}

/** Returns the directory that contains all files that are changed: `.gitignore` can be that of the repository. */
function topOf({ directories, root }: InitProject): string {
  return directories.at(-1) ?? root;
}
