/** Checks whether a tool has counted, by what it has written. A row that counted nothing did not do the work. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readCounters } from '../src/profile/store/read-profile.js';

/** Directories in which the tools write their results, relative to the project. */
export const OUTPUTS = { nyc: '.nyc_output', v8: 'coverage', covermain: 'coverage-data' } as const;

/**
 * Whether any code of the project was executed according to the results in it. Each tool writes them before its process ends.
 * The code that drives a library does not count: `.nycrc` excludes it.
 *
 * @param root absolute path of the project
 */
export function hasCounted(root: string): boolean {
  const directory = (name: keyof typeof OUTPUTS) => join(root, OUTPUTS[name]);
  return (
    countedByCovermain(directory('covermain')) ||
    countedByNyc(directory('nyc')) ||
    countedByV8(join(directory('v8'), 'tmp'), root)
  );
}

function countedByCovermain(directory: string): boolean {
  if (!existsSync(directory)) return false;
  const { profiles } = readCounters(directory);
  return profiles.some(({ files }) => files.some(({ counters }) => Array.from(counters).some(isPositive)));
}

function countedByNyc(directory: string): boolean {
  return readAllJson(directory).some((files) =>
    Object.values(files as Readonly<Record<string, { readonly s: Readonly<Record<string, number>> }>>).some(
      ({ s }) => Object.values(s).some(isPositive),
    ),
  );
}

interface V8Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

/** V8 counts every script of the process, among them those of Node. */
function countedByV8(directory: string, root: string): boolean {
  const own = `${pathToFileURL(root).href}/`;
  return readAllJson(directory).some((coverage) =>
    (coverage as V8Coverage).result.some(
      ({ url, functions }) =>
        url.startsWith(own) && functions.some(({ ranges }) => ranges.some(({ count }) => isPositive(count))),
    ),
  );
}

function isPositive(count: number): boolean {
  return count > 0;
}

/** Returns the contents of all JSON files in a directory, which may be missing. */
function readAllJson(directory: string): readonly unknown[] {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
  return names.map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')));
}
