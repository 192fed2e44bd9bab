/** Which line is meant. */
import { resolve } from 'node:path';
import { CovermainError } from '../platform/errors.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import type { Totals } from '../profile/model/totals.js';

/** A line of a file, as people name it: `src/cart.ts:42`. */
export interface SourceLine {
  /** As it was given. */
  readonly file: string;
  readonly line: number;
}

/** @throws CovermainError `SETTING_INVALID` */
export function parseSourceLine(given: string): SourceLine {
  const [, file, line] = /^(.+):([1-9]\d*)$/.exec(given) ?? [];
  if (file !== undefined) return { file, line: Number(line) };
  throw new CovermainError(
    'SETTING_INVALID',
    `expected a file and one of its lines, as in src/cart.ts:42, and was given ${JSON.stringify(given)}`,
  );
}

/**
 * From where the command is run, as shells complete it, or from the root, as other commands print it.
 *
 * @param folders absolute paths, the root at last
 * @returns an absolute path
 */
export function locateSourceFile(
  file: string,
  { metas }: Totals,
  [cwd, root]: readonly [cwd: string, root: string],
): string {
  const measured = new Set([...metas.values()].map(({ path }) => path));
  const [here, there] = [resolve(cwd, file), resolve(root, file)];
  return !measured.has(metaPathOf(root, here)) && measured.has(metaPathOf(root, there)) ? there : here;
}
