/** Chooses the package and the entry for `covermain init`, with the user's help if there is a terminal. */
import {
  type DetectedApp,
  describeCandidate,
  entryNotFound,
  findNamedEntry,
  type InitProject,
  listAppPackages,
  listApps,
  packageNotChosen,
} from '../init/index.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import type { Prompts } from './prompts.js';

/** @throws CovermainError `PACKAGE_NOT_FOUND` if several packages have an app and nobody can be asked */
export async function chooseProject(
  project: InitProject,
  prompts: Prompts | undefined,
): Promise<InitProject> {
  const packages = listAppPackages(project);
  const [first = project, second] = packages;
  if (!second) return first;
  if (!prompts) throw packageNotChosen(project, packages);
  const lines = packages.map(({ root }) => metaPathOf(project.root, root));
  return packages[await prompts.choose('Which package?', lines)] ?? first;
}

interface EntryChoice {
  /** As given on the command line. */
  readonly entry: string | undefined;
  readonly cwd: string;
  readonly prompts: Prompts | undefined;
}

/** @throws CovermainError `ENTRY_NOT_FOUND` */
export async function chooseApp(
  project: InitProject,
  { entry, cwd, prompts }: EntryChoice,
): Promise<DetectedApp> {
  const candidates = entry === undefined ? project.candidates : [findNamedEntry(project, entry, cwd)];
  const apps = listApps(project, candidates);
  const [first, second] = apps;
  if (!first) throw entryNotFound(project);
  if (!second || !prompts) return first;
  const lines = apps.map((app) => describeCandidate(project.root, app.entry));
  return apps[await prompts.choose('Which module starts the app?', lines)] ?? first;
}
