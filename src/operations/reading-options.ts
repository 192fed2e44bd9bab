/** Completes and checks the options of everything that reads profiles. */
import { resolve } from 'node:path';
import { logOnce } from '../collect/log-once.js';
import { NO_PROGRESS, type Progress } from '../collect/progress.js';
import type { ReadOptions } from '../collect/read-inputs.js';
import { findProjectRoot } from '../project/find-root.js';
import { openProject, type Project } from '../project/project.js';
import { findSourceRoot } from '../project/source-root.js';
import { checkOptions } from './check-options.js';
import type { InputOptions } from './options.js';

/** Options with their defaults, before the root is resolved. */
export interface ReadingOptions extends Omit<ReadOptions, 'root' | 'projectRoot'> {
  /** Directory that contains the sources, relative to `cwd`. @default the project's root */
  readonly root?: string;
}

/** What a command adds to the options of an operation. Programs that call `covermain/api` set none of it. */
export interface OperationContext {
  /** The project of `cwd`, if the command has opened it. */
  readonly project?: Project;
  /** Shows the progress of long work. @default none */
  readonly progress?: Progress;
  /** Called with the newest profile, if no input was named. @default nothing */
  readonly onNewest?: (path: string) => void;
}

/** Completed options, and the list of all warnings. The list grows while the operation works. */
export interface CompletedOptions extends ReadingOptions {
  readonly progress: Progress;
  readonly warnings: readonly string[];
}

/**
 * Adds the defaults of `covermain/api`, and collects what is logged as warnings.
 *
 * @throws as `checkOptions`; the reason of the signal if it is aborted already
 */
export function completeOptions<Options extends InputOptions & OperationContext>(
  options: Options,
): Omit<Options, keyof CompletedOptions> & CompletedOptions {
  checkOptions(options);
  options.signal?.throwIfAborted();
  const { cwd = '.', inputs = [], environment = process.env, onWarning = () => {} } = options;
  const { progress = NO_PROGRESS, onNewest = () => {} } = options;
  const collected = collectWarnings(onWarning);
  return { ...options, ...collected, cwd: resolve(cwd), inputs, environment, progress, onNewest };
}

/** Returns the project that an operation works on. @throws as `openProject` */
export async function projectOf({
  project,
  cwd,
}: Pick<OperationContext, 'project'> & Pick<ReadingOptions, 'cwd'>): Promise<Project> {
  return project ?? (await openProject(cwd));
}

/** Returns a function that logs each line once, and the list of all lines that were logged with it. */
export function collectWarnings(logLine: (line: string) => void) {
  const warnings: string[] = [];
  const log = logOnce((line) => {
    warnings.push(line);
    logLine(line);
  });
  return { logLine: log, warnings: warnings as readonly string[] };
}

/**
 * Adds the absolute paths of the project and of its sources to the options of a command. A command calls this once,
 * before it reads its inputs.
 *
 * @param projectRoot absolute path of the project's root, when the command has already opened the project
 * @throws SettingError when `root` is not an existing directory
 */
export function resolveRoots<Options extends ReadingOptions>(
  options: Options,
  projectRoot = findProjectRoot(options.cwd),
): Options & ReadOptions {
  const { root, cwd } = options;
  return { ...options, root: findSourceRoot({ root, cwd, projectRoot }), projectRoot };
}
