/** Finds the files here that a run in a container, or on another machine, has loaded from another directory. */
import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { startsOf } from '../../run-log/logged-processes.js';
import type { RunEvent } from '../../run-log/run-event.js';

/**
 * Replaces the paths of loaded files that do not exist here, such as `/app/src/server.js`, by those of the same files of the project.
 *
 * @param log of one run
 * @param root absolute path of the project
 */
export function relocateLoads(log: readonly RunEvent[], root: string): readonly RunEvent[] {
  const directories = new Map(startsOf(log).map(({ pid, cwd }) => [pid, cwd]));
  return log.map((event) => {
    if (event.event !== 'loaded' && event.event !== 'not measured') return event;
    const directory = directories.get(event.pid);
    const file = directory === undefined ? undefined : findInProject(event.file, directory, root);
    return file === undefined ? event : { ...event, file };
  });
}

/** @param directory working directory of the process: in an image, that of the package */
function findInProject(file: string, directory: string, root: string): string | undefined {
  const path = relative(directory, file);
  if (path === '' || isAbsolute(path) || path.split(sep)[0] === '..' || existsSync(file)) return undefined;
  const candidate = join(root, path);
  return existsSync(candidate) ? candidate : undefined;
}
