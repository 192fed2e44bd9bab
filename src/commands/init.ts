/** `covermain init`: adds a harness file, a script and the configuration to a project. */
import { writeFileChanges } from '../file-changes/write-file-changes.js';
import {
  findInstallation,
  type InitProject,
  needsApp,
  openInitProject,
  openNamedPackage,
  planInit,
} from '../init/index.js';
import { findProjectRoot } from '../project/find-root.js';
import { readNycConfig } from '../project/nyc-config.js';
import type { Colors } from './colors.js';
import { chooseApp, chooseProject } from './init-choices.js';
import { type PlannedInit, printNextSteps, printPlan, repositoryOf, toInitDocument } from './init-output.js';
import { runInstallation } from './install-package.js';
import { type Print, printJson } from './print.js';
import { isPromptClosed, type Prompts } from './prompts.js';

export interface InitOptions {
  /** Module that starts the app, relative to `cwd`. */
  readonly entry?: string;
  /** Directory or name of a package of a workspace. */
  readonly package?: string;
  /** Whether to write without asking. */
  readonly yes?: boolean;
  /** Whether to install covermain, too, if the project lacks it. */
  readonly install?: boolean;
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

/** Exit code if the files were written and the package manager failed. */
const INSTALLATION_FAILED = 1;

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
  const { dryRun, json, print, logLine } = options;
  const planned = await planProject(options);
  const { changes } = planned.plan;
  if (!json) printPlan(planned, print, options.colors);
  const isWritten = changes.length > 0 && (await isConfirmed(options));
  if (isWritten) writeFileChanges(changes, repositoryOf(planned.project));
  const isComplete = isWritten || changes.length === 0;
  const installed = isComplete && !dryRun ? await install(planned.project, options) : 0;
  if (json) printJson(print, toInitDocument(planned, isWritten));
  else if (isComplete) printNextSteps(planned, print);
  if (isComplete) return installed;
  logLine(`Nothing was written${options.prompts || dryRun ? '' : WITHOUT_TERMINAL}.`);
  return dryRun ? 0 : NOT_WRITTEN;
}

/** Installs covermain if the project lacks it and the user agrees. @returns the exit code of the package manager */
async function install(project: InitProject, options: InitOptions): Promise<number> {
  const command = findInstallation(project);
  if (command === undefined) return 0;
  try {
    const question = `Install covermain (${command})?`;
    if (!(options.install ?? (await options.prompts?.confirm(question)))) return 0;
  } catch (error) {
    if (isPromptClosed(error)) return INTERRUPTED; // the files stay
    throw error;
  }
  const exitCode = await runInstallation(command, project.root);
  if (exitCode !== 0) options.logLine(`\`${command}\` failed with exit code ${exitCode}.`);
  return exitCode === 0 ? 0 : INSTALLATION_FAILED;
}

const WITHOUT_TERMINAL =
  ', because there is no terminal to ask on. To write the changes, call `covermain init --yes`';

async function planProject({ cwd, entry, prompts, ...options }: InitOptions): Promise<PlannedInit> {
  const from = findProjectRoot(cwd);
  const opened = openInitProject(from);
  const project = await chooseTarget(opened, { cwd, entry, prompts, ...options });
  const isAppNeeded = entry !== undefined || needsApp(project);
  const chosen = isAppNeeded ? await chooseApp(project, { entry, cwd, prompts }) : undefined;
  const { reportDirectory } = await readNycConfig(project.root);
  const plan = planInit(project, chosen?.app, reportDirectory);
  const notes = [...(chosen?.notes ?? []), ...plan.notes];
  return { project, app: chosen?.app, plan: { ...plan, notes }, from: opened.root };
}

type Target = Pick<InitOptions, 'package' | 'cwd' | 'prompts'> & { readonly entry: string | undefined };

async function chooseTarget(project: InitProject, target: Target): Promise<InitProject> {
  if (target.package !== undefined) return openNamedPackage(project, target.package, target.cwd);
  return target.entry === undefined ? chooseProject(project, target.prompts) : project;
}

async function isConfirmed({ yes, dryRun, prompts }: InitOptions): Promise<boolean> {
  if (dryRun) return false;
  return yes || ((await prompts?.confirm('Write these changes?')) ?? false);
}
