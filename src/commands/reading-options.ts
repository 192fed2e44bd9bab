/** Options that all commands share that read profiles. */
import type { ReadOptions } from '../collect/read-inputs.js';
import { findProjectRoot } from '../project/find-root.js';
import { findSourceRoot } from '../project/source-root.js';

/** Options of a command that reads profiles, as the command line provides them. */
export interface ReadingCommandOptions extends Omit<ReadOptions, 'root' | 'projectRoot'> {
  /** Directory that contains the sources, relative to `cwd`. @default the project's root */
  readonly root?: string;
}

/**
 * Adds the absolute paths of the project and of its sources to the options of a command. A command calls this once,
 * before it reads its inputs.
 *
 * @param projectRoot absolute path of the project's root, when the command has already opened the project
 * @throws SettingError when `root` is not an existing directory
 */
export function resolveRoots<Options extends ReadingCommandOptions>(
  options: Options,
  projectRoot = findProjectRoot(options.cwd),
): Options & ReadOptions {
  const { root, cwd } = options;
  return { ...options, root: findSourceRoot({ root, cwd, projectRoot }), projectRoot };
}
