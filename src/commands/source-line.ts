/** Finds the line that the user has named. */
import { resolve } from 'node:path';
import { CovermainError } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import type { Totals } from '../profile/model/totals.js';

/** A line of a file, such as `src/cart.ts:42`. */
export interface SourceLine {
  /** Path as it was given. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/**
 * Parses `FILE:LINE`.
 *
 * @throws CovermainError `SETTING_INVALID`
 */
export function parseSourceLine(text: string): SourceLine {
  const [, file, line] = /^(.+):([1-9]\d*)$/s.exec(text) ?? [];
  if (file !== undefined) return { file, line: Number(line) };
  throw new CovermainError(
    'SETTING_INVALID',
    `Invalid line ${quoteText(text)}: expected a file and a line number, such as src/cart.ts:42.`,
  );
}

/**
 * Returns the absolute path of a file. Its path may be relative to `cwd`, as shells complete it, or to `root`, as other
 * commands print it. A measured file wins; if both are measured, the one relative to `cwd`.
 */
export function locateSourceFile(
  file: string,
  { metas }: Totals,
  { cwd, root }: { readonly cwd: string; readonly root: string },
): string {
  const measured = new Set([...metas.values()].map(({ path }) => path));
  const [fromCwd, fromRoot] = [resolve(cwd, file), resolve(root, file)];
  const isFromRoot = !measured.has(metaPathOf(root, fromCwd)) && measured.has(metaPathOf(root, fromRoot));
  return isFromRoot ? fromRoot : fromCwd;
}
