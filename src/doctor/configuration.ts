/** Checks which nyc configuration is read, and that nyc knows its keys. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { loadNycConfig } from '@istanbuljs/load-nyc-config';
import schema from '@istanbuljs/schema';
import { CovermainError, messageOf } from '../platform/errors.js';
import { nearestName } from '../platform/nearest-name.js';
import { readDataText } from '../platform/read-text-file.js';
import { CONFIGURATION_NAMES } from '../project/nyc-config.js';
import { type Check, findingsOr, ok, problem, warning } from './check.js';

export type ConfigurationFinding =
  | { readonly kind: 'configuration-absent' }
  /** Paths relative to the project; `package.json` if it has the key `nyc`. */
  | { readonly kind: 'configuration-read'; readonly files: readonly string[] }
  | { readonly kind: 'configuration-unreadable'; readonly reason: string }
  /** Only the first configuration file of a directory is read. */
  | { readonly kind: 'configuration-shadowed'; readonly file: string; readonly by: string }
  | { readonly kind: 'configuration-name-unsupported'; readonly file: string; readonly target: string }
  | { readonly kind: 'configuration-key-unknown'; readonly key: string; readonly suggestion: string };

/** Names that people give such a file, but that nyc does not read. */
const UNCONFIGURATION_NAMES = [
  '.nycrc.js',
  '.nycrc.cjs',
  '.nycrc.mjs',
  '.nycrc.toml',
  'nyc.config.json',
  'nyc.config.ts',
  '.c8rc',
  '.c8rc.json',
];

export const configurationCheck: Check<ConfigurationFinding> = {
  name: 'configuration',
  async examine({ root, config }) {
    try {
      await config();
    } catch (error) {
      if (!(error instanceof CovermainError)) throw error;
      return [{ kind: 'configuration-unreadable', reason: messageOf(error) }];
    }
    const [first, ...others] = findFiles(root);
    const files = [...(first ? [first] : []), ...(hasNycKey(root) ? ['package.json'] : [])];
    return findingsOr<ConfigurationFinding>(
      [...findUnread(root, first, others), ...(await findMisspeltKeys(root))],
      files.length > 0 ? { kind: 'configuration-read', files } : { kind: 'configuration-absent' },
    );
  },
  describe: {
    'configuration-absent': () => ok("There is no .nycrc, so nyc's defaults apply."),
    'configuration-read': ({ files }) =>
      ok(
        `Read from ${files.map((file) => (file === 'package.json' ? `${file} (key "nyc")` : file)).join(', ')}.`,
      ),
    'configuration-unreadable': ({ reason }) =>
      problem(reason, 'Fix the file. covermain measures nothing until it can read it.'),
    'configuration-shadowed': ({ file, by }) =>
      warning(`${file} is ignored, because ${by} exists.`, 'Keep only one of them.'),
    'configuration-name-unsupported': ({ file, target }) =>
      warning(`${file} is ignored, because nyc does not read that name.`, `Move its content to ${target}.`),
    'configuration-key-unknown': ({ key, suggestion }) =>
      warning(`nyc does not know the configuration key "${key}".`, `Did you mean "${suggestion}"?`),
  },
};

/** Returns the files of the nearest directory that has any, relative to the root. */
function findFiles(root: string): readonly string[] {
  for (let directory = root; ; directory = dirname(directory)) {
    const files = CONFIGURATION_NAMES.map((name) => join(directory, name)).filter((path) => existsSync(path));
    if (files.length > 0 || directory === dirname(directory))
      return files.map((path) => relative(root, path));
  }
}

function hasNycKey(root: string): boolean {
  const path = join(root, 'package.json');
  return existsSync(path) && 'nyc' in JSON.parse(readDataText(path));
}

function findUnread(
  root: string,
  first: string | undefined,
  others: readonly string[],
): readonly ConfigurationFinding[] {
  const findings: ConfigurationFinding[] = [];
  if (first !== undefined)
    for (const file of others) findings.push({ kind: 'configuration-shadowed', file, by: first });
  for (const file of UNCONFIGURATION_NAMES.filter((name) => existsSync(join(root, name))))
    findings.push({ kind: 'configuration-name-unsupported', file, target: first ?? '.nycrc' });
  return findings;
}

/** Reports unknown keys only if they resemble one of nyc's: others may belong to plug-ins or to the project. */
async function findMisspeltKeys(root: string): Promise<readonly ConfigurationFinding[]> {
  const known = [...Object.keys(schema.defaults.nyc), 'ignoreClassMethod', 'extends', 'watermarks'];
  const keys = Object.keys(await loadNycConfig({ cwd: root })).filter((key) => !known.includes(key));
  return keys.flatMap((key) => {
    const suggestion = nearestName(key, known);
    return suggestion === undefined ? [] : [{ kind: 'configuration-key-unknown', key, suggestion }];
  });
}
