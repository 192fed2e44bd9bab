/** Which files the configuration selects, and why none, or not those that were meant. */
import { resolve } from 'node:path';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { HARNESS_FOLDER } from '../project/nyc-config.js';
import { createSelector } from '../selection/selector.js';
import type { Selection } from '../settings/run-context.js';
import { type Check, type Finding, ok, problem, warning } from './check.js';

/** Every extension of JavaScript and TypeScript. */
const EXTENSIONS = ['.js', '.cjs', '.mjs', '.jsx', '.ts', '.cts', '.mts', '.tsx'];

export const selectionCheck: Check = {
  name: 'selection',
  async look({ config, selected }) {
    const { selection: given } = await config();
    const files = await createSelector(given).glob();
    if ((await selected()).length === 0) return [await explainNone(given)];
    const { include, extension } = given;
    const of = `${extension.join(' ')} of ${include.length > 0 ? include.join(' ') : 'all folders'}`;
    const all = ok(`${pluralize(files.length, 'file')} (${of}): ${listSome([...files].sort())}`);
    return [...(await idlePatterns(given)), ...(await leftOut(given)), all];
  },
};

/** What must be different for any file to be selected. */
async function explainNone(given: Selection): Promise<Finding> {
  const { root, include, extension } = given;
  // Test mains are no part of the app, whatever is configured.
  const exclude = given.exclude.filter((pattern) => pattern.endsWith(`${HARNESS_FOLDER}/**`));
  const byExtension = await find({ ...given, extension: EXTENSIONS });
  if (byExtension.length > 0) {
    const found = `no file is measured: extension is ${extension.join(' ')}, and there are ${listSome(byExtension)}`;
    return problem(found, `add ${extensionsOf(byExtension).join(' ')} to extension, or leave that out`);
  }
  const excluded = await find({ ...given, exclude });
  if (excluded.length > 0) {
    const found = `no file is measured: all ${excluded.length} are excluded, such as ${listSome(excluded)}`;
    return problem(found, `change exclude: ${excluding(given, excluded[0] ?? '').join(' ')}`);
  }
  const anything = await find({ ...given, include: [], exclude, extension: EXTENSIONS });
  if (anything.length === 0)
    return problem(`${root} holds no JavaScript or TypeScript`, 'call it in the project');
  const found = `no file is measured: include is ${include.join(' ')}, and there are ${listSome(anything)}`;
  return problem(found, `change include, whose patterns are relative to ${root}`);
}

/** The patterns that exclude a file. @param file relative path */
function excluding(given: Selection, file: string): readonly string[] {
  const isExcludedBy = (pattern: string) => {
    const selector = createSelector({ ...given, include: [], exclude: [pattern] });
    return !selector.shouldInstrument(resolve(given.root, file));
  };
  return given.exclude.filter(isExcludedBy);
}

async function idlePatterns(given: Selection): Promise<readonly Finding[]> {
  const { root } = given;
  const findings: Finding[] = [];
  for (const pattern of given.include.filter((one) => !one.startsWith('!'))) {
    if ((await find({ ...given, include: [pattern] })).length > 0) continue;
    findings.push(
      warning(`include has ${pattern}, which selects no file`, `patterns are relative to ${root}`),
    );
  }
  return findings;
}

/** Files that are included but for their extension. */
async function leftOut(given: Selection): Promise<readonly Finding[]> {
  const extension = EXTENSIONS.filter((one) => !given.extension.some((suffix) => one.endsWith(suffix)));
  const files = extension.length > 0 ? await find({ ...given, extension }) : [];
  if (files.length === 0) return [];
  const found = `${pluralize(files.length, 'file')} left out by extension: ${listSome(files)}`;
  return [warning(found, `add ${extensionsOf(files).join(' ')} to extension, or leave that out`)];
}

function extensionsOf(files: readonly string[]): readonly string[] {
  return EXTENSIONS.filter((extension) => files.some((file) => file.endsWith(extension)));
}

/** Relative paths, sorted. */
async function find(wider: Selection): Promise<readonly string[]> {
  return (await createSelector(wider).glob()).sort();
}
