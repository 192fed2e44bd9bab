/**
 * Decides by path which files are measured, as `test-exclude` does: https://github.com/istanbuljs/test-exclude. That library
 * compiles each pattern again for each file, which dominates the start of a large app. These functions compile it once.
 */
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import type { Minimatch } from 'minimatch';
import type { Selection } from '../settings/run-context.js';
import { requiredTextOf } from './required-text.js';

const require = createRequire(import.meta.url);

export type PathTest = (file: string) => boolean;

export interface PathPatterns {
  /** Returns what `shouldInstrument` of `test-exclude` returns. */
  readonly isSelected: PathTest;
  /** Whether no file in a directory can be selected. @param directory absolute path */
  readonly isPruned: PathTest;
}

/** Prepares the patterns of a selection. Nothing is loaded and compiled before the first test. */
export function createPathPatterns(selection: Selection): PathPatterns {
  const { root, extension } = selection;
  const { include, exclude, excludeNegated } = preparePatterns(selection);
  const isOutside = createOutsideTest(root);
  const isIncluded = include === undefined ? () => true : createAnyTest(include);
  const isExcluded = createAnyTest(exclude);
  const isReadmitted = createAnyTest(excludeNegated);
  const isTreeExcluded = createAnyTest(exclude.filter((pattern) => pattern.endsWith('/**')));
  return {
    isSelected(file) {
      if (extension.length > 0 && !extension.some((suffix) => file.endsWith(suffix))) return false;
      if (isOutside(file)) return false;
      const path = relative(root, file).replace(/^\.[\\/]/, '');
      return isIncluded(path) && (!isExcluded(path) || isReadmitted(path));
    },
    isPruned: (directory) => excludeNegated.length === 0 && isTreeExcluded(`${relative(root, directory)}/`),
  };
}

interface Patterns {
  /** `undefined` includes all files. An empty list includes none: its patterns were all negated. */
  readonly include: readonly string[] | undefined;
  readonly exclude: readonly string[];
  /** Patterns of files that are measured although `exclude` matches them, without their `!`. */
  readonly excludeNegated: readonly string[];
}

/** Applies the rules of nyc: a pattern also matches what is below it, and a negated `include` excludes. */
function preparePatterns({ include, exclude, excludeNodeModules }: Selection): Patterns {
  const dependencies =
    excludeNodeModules && !exclude.includes('**/node_modules/**') ? ['**/node_modules/**'] : [];
  const isNegated = (pattern: string) => pattern.startsWith('!');
  const withoutMark = (pattern: string) => pattern.slice(1);
  const included = withNested(include);
  const excluded = [
    ...withNested([...exclude, ...dependencies]),
    ...withNested(included.filter(isNegated).map(withoutMark)),
  ];
  return {
    include: include.length > 0 ? included.filter((pattern) => !isNegated(pattern)) : undefined,
    exclude: excluded.filter((pattern) => !isNegated(pattern)),
    excludeNegated: withNested(excluded.filter(isNegated).map(withoutMark)),
  };
}

/** Adds the patterns of files below a directory, and those of files in the root, which `test-exclude` matches, too. */
function withNested(patterns: readonly string[]): readonly string[] {
  return patterns.flatMap((pattern) => [
    ...(pattern.endsWith('/**') ? [] : [`${pattern.replace(/\/$/, '')}/**`]),
    ...(pattern.startsWith('**/') ? [pattern.slice('**/'.length)] : []),
    pattern,
  ]);
}

/** Returns a function that returns whether any of the patterns matches a path. Each is compiled when it is first needed. */
function createAnyTest(patterns: readonly string[]): PathTest {
  // A pattern that starts with # is a comment, which matches nothing.
  const tests = patterns.filter((pattern) => !pattern.startsWith('#')).map(compileOnUse);
  return (path) => tests.some((matches) => matches(path));
}

function compileOnUse(pattern: string): PathTest {
  const requiredText = requiredTextOf(pattern);
  let compiled: Minimatch | undefined;
  return (path) => {
    if (!path.includes(requiredText)) return false;
    compiled ??= new (loadMinimatch())(pattern, { dot: true });
    return compiled.match(path);
  };
}

function createOutsideTest(root: string): PathTest {
  if (process.platform !== 'win32') return (file) => relative(root, file).startsWith('..');
  let inside: Minimatch | undefined;
  return (file) => {
    inside ??= new (loadMinimatch())(join(root, '**'), { dot: true, windowsPathsNoEscape: true });
    return !inside.match(resolve(root, file));
  };
}

/** Most processes of a run decide about no new file, so they do not load the library. */
function loadMinimatch(): typeof Minimatch {
  return (require('minimatch') as typeof import('minimatch')).Minimatch;
}
