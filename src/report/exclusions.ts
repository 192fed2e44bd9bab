/** Finds and describes the rules that excluded the files of a run that measured nothing. */
import { extname } from 'node:path';
import { addToList } from '../platform/add-to-list.js';
import { pluralize } from '../platform/plural-forms.js';
import type { Exclusion, ExclusionRule } from '../run-log/exclusion-rules.js';
import { loadsOf } from '../run-log/logged-processes.js';
import type { RunEvent } from '../run-log/run-event.js';
import { createRuleFinder } from '../selection/exclusion.js';
import type { Selection } from '../settings/run-context.js';

/** Returns one exclusion for each rule, the one with the most files first. */
export function findExclusions(selection: Selection, log: readonly RunEvent[]): readonly Exclusion[] {
  const exclusions = new Map<ExclusionRule, Exclusion>();
  const add = (exclusion: Exclusion) => {
    const known = exclusions.get(exclusion.rule);
    if (!known || known.files < exclusion.files) exclusions.set(exclusion.rule, exclusion);
  };
  for (const event of log) if (event.event === 'skipped') add(event);
  const loaded = [...new Set(loadsOf(log, false).map(({ file }) => file))];
  const ruleOf = loaded.length > 0 ? createRuleFinder(selection) : undefined;
  const byRule = new Map<ExclusionRule, string[]>();
  for (const file of loaded) {
    const rule = ruleOf?.(file);
    if (rule !== undefined) addToList(byRule, rule, file);
  }
  for (const [rule, [example = '', ...others]] of byRule) add({ rule, files: 1 + others.length, example });
  return [...exclusions.values()]
    .map(({ rule, files, example }) => ({ rule, files, example }))
    .sort((one, other) => other.files - one.files);
}

/** Returns a sentence: how many files one rule excluded, and which setting that is. */
export function describeExclusion(
  { rule, files, example }: Exclusion,
  { include }: { readonly include: readonly string[] },
  root: string,
): string {
  const count = pluralize(files, 'file');
  const [are, were] = files === 1 ? ['it is', 'was'] : ['they are', 'were'];
  switch (rule) {
    case 'node-modules':
      return `${count} of node_modules ran; ${are} excluded by default (excludeNodeModules).`;
    case 'outside-root':
      return `${count} outside of ${root} ran, such as ${example}; only files below that directory are measured.`;
    case 'extension':
      return `${count} ran with an extension that "extension" does not list: ${extname(example)}.`;
    case 'include':
      return `${count} ran that no "include" pattern matches (${include.join(' ')}).`;
    case 'exclude':
      return `${count} ran that an "exclude" pattern matches.`;
    case 'original-sources':
      return `${count} ran that ${were} compiled from sources that are not selected.`;
    default:
      return rule satisfies never;
  }
}

/** Returns what to set in order to measure the excluded files. */
export function adviseExclusion({ rule, example }: Exclusion): string {
  switch (rule) {
    case 'node-modules':
      return `To measure some of them, set "excludeNodeModules": false and "include": ["${packagePatternOf(example)}"] in .nycrc.`;
    case 'outside-root':
      return 'To measure them, run the command in the directory of their project.';
    case 'extension':
      return `To measure them, add "${extname(example)}" to "extension" in .nycrc, or remove that key.`;
    case 'include':
      return 'To measure them, change "include" in .nycrc.';
    case 'exclude':
      return 'To measure them, change "exclude" in .nycrc.';
    case 'original-sources':
      return 'To measure them, select the original sources in .nycrc, and keep the source maps.';
    default:
      return rule satisfies never;
  }
}

/** Returns a pattern for the package of a file, such as `node_modules/@scope/name/**`. */
function packagePatternOf(file: string): string {
  const [, name = '*'] = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file) ?? [];
  return `node_modules/${name.replace('\\', '/')}/**`;
}
