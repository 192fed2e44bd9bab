/** What is said of files that were measured in several versions. */
import { relative } from 'node:path';
import type { OtherVersion } from '../profile/coverage-map.js';

/** At most this many functions are named of one version. */
const NAMED = 5;

/** A line for each version that is not in the sum. @param root absolute path that files are named relative to */
export function describeVersions(others: readonly OtherVersion[], root: string): readonly string[] {
  return others.map(({ path, carried, left }) => {
    const functions = `${carried} ${carried === 1 ? 'function' : 'functions'}`;
    const named = left.slice(0, NAMED).map(({ name, declaration: [line] }) => `${name} (its line ${line})`);
    const rest = left.length > NAMED ? [`${left.length - NAMED} more`] : [];
    const lost = ['what ran outside of functions', ...named, ...rest].join(', ');
    return (
      `several versions were measured of ${relative(root, path)}: of one beside that which is shown, ${functions} ` +
      `did not change and were added; left out: ${lost}`
    );
  });
}
