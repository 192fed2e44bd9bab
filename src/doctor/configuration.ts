/** Which nyc configuration is found, and whether what it says is understood. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { loadNycConfig } from '@istanbuljs/load-nyc-config';
import schema from '@istanbuljs/schema';
import { CovermainError, messageOf } from '../platform/errors.js';
import { type Check, type Finding, orOk, problem, warning } from './check.js';
import { nearestName } from './setting-names.js';

/** nyc's own list, in its order: of one folder only the first is read. */
const READ = [
  '.nycrc',
  '.nycrc.json',
  '.nycrc.yml',
  '.nycrc.yaml',
  'nyc.config.js',
  'nyc.config.cjs',
  'nyc.config.mjs',
];

/** Names that people give such a file, and nobody reads. */
const NOT_READ = [
  '.nycrc.js',
  '.nycrc.cjs',
  '.nycrc.mjs',
  '.nycrc.toml',
  'nyc.config.json',
  'nyc.config.ts',
  '.c8rc',
  '.c8rc.json',
];

export const configurationCheck: Check = {
  name: 'configuration',
  async look({ root, config }) {
    try {
      await config();
    } catch (error) {
      if (!(error instanceof CovermainError)) throw error;
      return [problem(messageOf(error), 'mend the file: nothing is measured by guesses')];
    }
    const [first, ...others] = filesOf(root);
    const files = [...(first ? [first] : []), ...(hasKey(root) ? ['package.json (its key nyc)'] : [])];
    const findings = [...unread(root, first, others), ...(await misspelt(root))];
    return orOk(findings, files.length > 0 ? files.join(', ') : "no .nycrc: nyc's defaults hold");
  },
};

/** Those of the nearest folder that has any, relative to the root. */
function filesOf(root: string): readonly string[] {
  for (let folder = root; ; folder = dirname(folder)) {
    const found = READ.map((name) => join(folder, name)).filter((path) => existsSync(path));
    if (found.length > 0 || folder === dirname(folder)) return found.map((path) => relative(root, path));
  }
}

function hasKey(root: string): boolean {
  const path = join(root, 'package.json');
  return existsSync(path) && 'nyc' in JSON.parse(readFileSync(path, 'utf8'));
}

function unread(root: string, first: string | undefined, others: readonly string[]): readonly Finding[] {
  const strangers = NOT_READ.filter((name) => existsSync(join(root, name)));
  return [
    ...others.map((name) => warning(`${name} is not read, since ${first} is there`, 'keep one of them')),
    ...strangers.map((name) => warning(`${name} is not read`, `move what it says to ${first ?? '.nycrc'}`)),
  ];
}

/** Keys that nyc does not know are its plug-ins' or yours, unless they are nearly one of its own. */
async function misspelt(root: string): Promise<readonly Finding[]> {
  const known = [...Object.keys(schema.defaults.nyc), 'ignoreClassMethod', 'extends', 'watermarks'];
  const keys = Object.keys(await loadNycConfig({ cwd: root })).filter((key) => !known.includes(key));
  return keys.flatMap((key) => {
    const meant = nearestName(key, known);
    const found = `the configuration has a key ${key}, which nyc does not know`;
    return meant === undefined ? [] : [warning(found, `did you mean ${meant}?`)];
  });
}
