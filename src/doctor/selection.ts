/** Checks which files the configuration selects, and explains why none or too few are selected. */
import { resolve } from 'node:path';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { HARNESS_DIRECTORY } from '../project/nyc-config.js';
import { createSelector } from '../selection/selector.js';
import type { Selection } from '../settings/run-context.js';
import { type Check, ok, problem, warning } from './check.js';

/** Paths of files are relative to the project, and sorted. */
type Files = readonly string[];

type EmptySelectionFinding =
  | {
      readonly kind: 'extensions-select-nothing';
      readonly extensions: readonly string[];
      readonly files: Files;
    }
  | { readonly kind: 'all-files-excluded'; readonly files: Files; readonly patterns: readonly string[] }
  | {
      readonly kind: 'include-selects-nothing';
      readonly include: readonly string[];
      readonly files: Files;
      readonly root: string;
    }
  | { readonly kind: 'source-files-absent'; readonly root: string };

export type SelectionFinding =
  | {
      readonly kind: 'files-selected';
      readonly files: Files;
      readonly extensions: readonly string[];
      readonly include: readonly string[];
    }
  | EmptySelectionFinding
  | { readonly kind: 'include-pattern-unused'; readonly pattern: string; readonly root: string }
  /** Files that include and exclude select, but whose extension is not configured. */
  | { readonly kind: 'extension-not-selected'; readonly files: Files };

/** Every extension of JavaScript and TypeScript. */
const EXTENSIONS = ['.js', '.cjs', '.mjs', '.jsx', '.ts', '.cts', '.mts', '.tsx'];

export const selectionCheck: Check<SelectionFinding> = {
  name: 'selection',
  async examine({ config, selected }) {
    const { selection } = await config();
    if ((await selected()).length === 0) return [explainEmptySelection(selection)];
    const { include, extension } = selection;
    const files = findFiles(selection);
    return [
      ...findUnusedPatterns(selection),
      ...findOtherExtensions(selection),
      { kind: 'files-selected', files, extensions: extension, include },
    ];
  },
  describe: {
    'files-selected': ({ files, extensions, include }) => {
      const directories = include.length > 0 ? include.join(' ') : 'all directories';
      return ok(
        `${pluralize(files.length, 'file')} (${extensions.join(' ')} in ${directories}): ${listSome(files)}.`,
      );
    },
    'extensions-select-nothing': ({ extensions, files }) =>
      problem(
        `No file is selected: "extension" is ${extensions.join(' ')}, but the project has ${listSome(files)}.`,
        adviseExtensions(files),
      ),
    'all-files-excluded': ({ files, patterns }) =>
      problem(
        `No file is selected: "exclude" removes all ${files.length}, such as ${listSome(files)}.`,
        `Change "exclude": ${patterns.join(' ')}`,
      ),
    'include-selects-nothing': ({ include, files, root }) =>
      problem(
        `No file is selected: "include" is ${include.join(' ')}, but the project has ${listSome(files)}.`,
        `Change "include". Its patterns are relative to ${root}.`,
      ),
    'source-files-absent': ({ root }) =>
      problem(`${root} contains no JavaScript or TypeScript.`, 'Run the command in your project.'),
    'include-pattern-unused': ({ pattern, root }) =>
      warning(
        `The "include" pattern ${pattern} selects no file.`,
        `Fix or remove it. Patterns are relative to ${root}.`,
      ),
    'extension-not-selected': ({ files }) =>
      warning(
        `"extension" leaves out ${pluralize(files.length, 'file')}: ${listSome(files)}.`,
        adviseExtensions(files),
      ),
  },
};

function adviseExtensions(files: Files): string {
  const missing = EXTENSIONS.filter((extension) => files.some((file) => file.endsWith(extension)));
  return `Add ${missing.join(' ')} to "extension", or remove that key.`;
}

/** Returns the option that has to change before any file can be selected. */
function explainEmptySelection(selection: Selection): EmptySelectionFinding {
  const { root, include, extension } = selection;
  // Test mains are not part of the app, whatever is configured.
  const exclude = selection.exclude.filter((pattern) => pattern.endsWith(`${HARNESS_DIRECTORY}/**`));
  const byExtension = findFiles({ ...selection, extension: EXTENSIONS });
  if (byExtension.length > 0)
    return { kind: 'extensions-select-nothing', extensions: extension, files: byExtension };
  const excluded = findFiles({ ...selection, exclude });
  if (excluded.length > 0) {
    const patterns = findExcludingPatterns(selection, excluded[0] ?? '');
    return { kind: 'all-files-excluded', files: excluded, patterns };
  }
  const files = findFiles({ ...selection, include: [], exclude, extension: EXTENSIONS });
  if (files.length === 0) return { kind: 'source-files-absent', root };
  return { kind: 'include-selects-nothing', include, files, root };
}

/** Returns the patterns that exclude a file. @param file relative path */
function findExcludingPatterns(selection: Selection, file: string): readonly string[] {
  return selection.exclude.filter((pattern) => {
    const selector = createSelector({ ...selection, include: [], exclude: [pattern] });
    return !selector.isSelected(resolve(selection.root, file));
  });
}

function findUnusedPatterns(selection: Selection): readonly SelectionFinding[] {
  const { root } = selection;
  const findings: SelectionFinding[] = [];
  for (const pattern of selection.include.filter((one) => !one.startsWith('!')))
    if (findFiles({ ...selection, include: [pattern] }).length === 0)
      findings.push({ kind: 'include-pattern-unused', pattern, root });
  return findings;
}

function findOtherExtensions(selection: Selection): readonly SelectionFinding[] {
  const extension = EXTENSIONS.filter((one) => !selection.extension.some((suffix) => one.endsWith(suffix)));
  const files = extension.length > 0 ? findFiles({ ...selection, extension }) : [];
  return files.length === 0 ? [] : [{ kind: 'extension-not-selected', files }];
}

/** Returns the relative paths of the selected files, sorted. */
function findFiles(selection: Selection): Files {
  return [...createSelector(selection).listFiles()].sort();
}
