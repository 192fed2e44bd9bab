/** Chooses the package and the entry for `covermain init`, with the user's help if there is a terminal. */
import {
  type DetectedApp,
  describeApp,
  describeCandidate,
  entryNotFound,
  findNamedEntry,
  type InitProject,
  listAppPackages,
  listApps,
  packageNotChosen,
} from '../init/index.js';
import { listSome } from '../platform/plural-forms.js';
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

/** The app to set up. */
export interface ChosenApp {
  readonly app: DetectedApp;
  /** Sentences about apps that were not chosen. */
  readonly notes: readonly string[];
}

/** Returns the app of the named entry, of the one that the user chooses, or of the best. @throws CovermainError `ENTRY_NOT_FOUND` */
export async function chooseApp(
  project: InitProject,
  { entry, cwd, prompts }: EntryChoice,
): Promise<ChosenApp> {
  if (entry !== undefined)
    return { app: describeApp(project, findNamedEntry(project, entry, cwd)), notes: [] };
  const apps = listApps(project);
  const [first, ...others] = apps;
  if (!first) throw entryNotFound(project);
  if (others.length === 0) return { app: first, notes: [] };
  if (!prompts) return { app: first, notes: [describeOthers(others)] };
  const lines = apps.map((app) => describeCandidate(project.root, app.entry));
  const app = apps[await prompts.choose('Which module starts the app?', lines)] ?? first;
  return { app, notes: [] };
}

function describeOthers(apps: readonly DetectedApp[]): string {
  const names = apps.map(({ modules: [entry = ''] }) => entry);
  return `Other modules may start the app: ${listSome(names)}. Name one with --entry.`;
}
