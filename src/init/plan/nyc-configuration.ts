/** Plans `.nycrc` for a project without a configuration of nyc. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileChange } from '../../file-changes/file-change.js';
import { CONFIGURATION_NAMES } from '../../project/nyc-config.js';
import type { Manifest } from '../detect/manifest.js';
import type { DetectedApp } from '../detect/project.js';

/** Returns where nyc's configuration is: a path, or the key of package.json; `undefined` if there is none. */
export function findNycConfiguration(root: string, { content, path }: Manifest): string | undefined {
  if (Object.hasOwn(content, 'nyc')) return `${path} (key "nyc")`;
  for (let directory = root; ; directory = dirname(directory)) {
    const found = CONFIGURATION_NAMES.map((name) => join(directory, name)).find((file) => existsSync(file));
    if (found !== undefined || directory === dirname(directory)) return found;
  }
}

/** Returns the new `.nycrc`: it measures the directories that the app's modules are in. */
export function planNycrc(root: string, { modules, style: { indent, lineEnd } }: DetectedApp): FileChange {
  const include = [...new Set(modules.map(patternOf))].sort();
  const text = `${JSON.stringify({ include, reporter: ['text', 'html'] }, undefined, indent)}\n`;
  const after = Buffer.from(text.replaceAll('\n', lineEnd));
  return { path: join(root, '.nycrc'), before: undefined, after };
}

/** Returns the pattern that selects a module and those that may be added beside it. */
function patternOf(path: string): string {
  const [first = '', ...rest] = path.split('/');
  if (rest.length > 0) return `${first}/**`;
  const dot = first.lastIndexOf('.');
  return dot > 0 ? `*${first.slice(dot)}` : first;
}
