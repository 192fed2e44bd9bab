/** Finds JavaScript that seems to be compiled from selected TypeScript. */
import { relative, resolve } from 'node:path';
import { createSelector } from '../../selection/selector.js';
import type { Selection } from '../../settings/run-context.js';

/** Extensions of the files that compilers write. */
export const COMPILED_EXTENSIONS = ['.js', '.cjs', '.mjs'];

const TYPESCRIPT = /(?<!\.d)\.[cm]?tsx?$/;

/**
 * Returns the absolute paths of JavaScript files that lie next to selected TypeScript, or at the same path below
 * another top directory, such as `dist/a.js` for `src/a.ts`.
 *
 * @param selected absolute paths
 */
export function findCompiledTwins(selection: Selection, selected: readonly string[]): ReadonlySet<string> {
  const { root } = selection;
  const typed = selected.filter((file) => TYPESCRIPT.test(file)).map((file) => relative(root, file));
  if (typed.length === 0) return new Set();
  const stems = new Set(typed.flatMap((file) => [stemOf(file), withoutTopDirectory(stemOf(file))]));
  const scripts = createSelector({ ...selection, include: [], extension: COMPILED_EXTENSIONS }).listFiles();
  const isTwin = (file: string) => {
    const stem = stemOf(file);
    return stems.has(stem) || (stem.includes('/') && stems.has(withoutTopDirectory(stem)));
  };
  return new Set(scripts.filter(isTwin).map((file) => resolve(root, file)));
}

/** Returns a path without its extension. */
function stemOf(file: string): string {
  return file.replaceAll('\\', '/').replace(/\.[cm]?[jt]sx?$/, '');
}

function withoutTopDirectory(stem: string): string {
  return stem.slice(stem.indexOf('/') + 1);
}
