/** Finds targets that run different code, whose sum mixes versions of files. */
import { addToList } from '../platform/add-to-list.js';
import { pluralize } from '../platform/plural-forms.js';
import type { CollectedTarget } from './collection-document.js';

const KINDS = [
  ['commits', 'commits of the code'],
  ['versions', 'versions of covermain'],
  ['nodes', 'versions of Node'],
] as const;

/** Returns a line for each kind of version of which the targets have several. */
export function describeMixedCode(targets: readonly CollectedTarget[]): readonly string[] {
  const current = targets.filter(({ result }) => result !== 'vanished');
  return KINDS.flatMap(([kind, noun]) => {
    const byVersion = new Map<string, string[]>();
    for (const target of current)
      for (const version of target[kind]) addToList(byVersion, version, target.target);
    if (byVersion.size < 2) return [];
    const parts = [...byVersion].map(
      ([version, names]) => `${version} (${pluralize(names.length, 'target')})`,
    );
    return [`The targets have ${byVersion.size} ${noun}: ${parts.join(', ')}.`];
  });
}
