/** The project that a command works on: its root and its nyc configuration. */
import { findProjectRoot } from './find-root.js';
import { type NycConfig, readNycConfig } from './nyc-config.js';

export interface Project {
  /** Absolute path of the project's root. */
  readonly root: string;
  readonly config: NycConfig;
}

/**
 * Finds the project that contains a directory and reads its configuration. A command calls this once and passes the
 * result down. Commands that need only the root call `findProjectRoot`, which works without a readable `.nycrc`.
 *
 * @param cwd any directory of the project, absolute
 * @throws CovermainError `CONFIG_UNREADABLE`; SettingError for an invalid threshold
 */
export async function openProject(cwd: string): Promise<Project> {
  const root = findProjectRoot(cwd);
  return { root, config: await readNycConfig(root) };
}
