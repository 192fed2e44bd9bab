/** Finds the test mains of a project. */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CovermainError } from '../platform/errors.js';
import { HARNESS_DIRECTORY } from './nyc-config.js';

const MODULE = /(?<!\.d)\.[cm]?[jt]sx?$/;

/** The modules that a run starts: harness files of the project, or one entry without a harness file. */
export interface HarnessTarget {
  /** Absolute paths. */
  readonly harnessFiles: readonly string[];
  /** Absolute path of the module that starts the app, if covermain's own harness file starts it. */
  readonly entry?: string;
}

const ENTRY_HARNESS = fileURLToPath(new URL('../../harness/entry.js', import.meta.url));

/**
 * Returns the harness files to run: all files of `test-manual/` if there is no `entry`, the entry itself if it is one of
 * them, else covermain's own harness file, which starts the entry.
 *
 * @param root absolute path of the project's root
 * @param from absolute path that `entry` is relative to
 * @param entry as given on the command line
 * @throws CovermainError `HARNESS_NOT_FOUND`, `ENTRY_NOT_FOUND`
 */
export function findHarnessTarget(root: string, from: string, entry: string | undefined): HarnessTarget {
  if (entry === undefined) return { harnessFiles: findHarnessFiles(root) };
  const file = resolve(from, entry);
  if (!existsSync(file) || !MODULE.test(file)) {
    throw new CovermainError(
      'ENTRY_NOT_FOUND',
      `Invalid entry ${entry}: expected a JavaScript or TypeScript file in ${from}. ` +
        'Name the module that starts the app, such as src/main.ts.',
    );
  }
  if (relative(root, file).split(sep)[0] === HARNESS_DIRECTORY) return { harnessFiles: [file] };
  return { harnessFiles: [ENTRY_HARNESS], entry: file };
}

function findHarnessFiles(root: string): readonly string[] {
  const directory = join(root, HARNESS_DIRECTORY);
  const files = existsSync(directory) ? readdirSync(directory, { recursive: true, withFileTypes: true }) : [];
  const modules = files
    .filter((file) => file.isFile() && MODULE.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .sort();
  if (modules.length > 0) return modules;
  throw new CovermainError('HARNESS_NOT_FOUND', [
    `No harness file in ${directory}. Create ${HARNESS_DIRECTORY}/main.ts with`,
    '',
    "  import { testMain } from 'covermain/harness';",
    "  testMain(() => import('../src/main.js'));",
    '',
    'or name the module that starts the app: covermain manual src/main.ts',
  ]);
}
