/** Plans `.nycrc` for a project without a configuration of nyc. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileChange } from '../../file-changes/file-change.js';
import { isBelow } from '../../platform/is-below.js';
import { metaPathOf } from '../../profile/model/file-meta.js';
import { CONFIGURATION_NAMES } from '../../project/nyc-config.js';
import { resolveLinks } from '../../project/package.js';
import type { DetectedApp } from '../detect/detected-app.js';
import type { Manifest } from '../detect/manifest.js';

/**
 * Returns where nyc finds its configuration: the path of a file in the nearest directory that has one, relative to the
 * root, or the key of package.json.
 */
export function findNycConfiguration(root: string, { content }: Manifest): string | undefined {
  if (Object.hasOwn(content, 'nyc')) return 'the key "nyc" of package.json';
  for (let directory = root; ; directory = dirname(directory)) {
    const found = CONFIGURATION_NAMES.map((name) => join(directory, name)).find((file) => existsSync(file));
    if (found !== undefined) return metaPathOf(root, found);
    if (directory === dirname(directory)) return undefined;
  }
}

/**
 * Returns the new `.nycrc`: it measures the directories that the app's modules are in. A plugin loads modules from other
 * directories by their names, so a plugin at the root selects all files that nyc does not exclude.
 */
export function planNycrc(root: string, { modules, start, style }: DetectedApp): FileChange {
  const { indent, lineEnd } = style;
  const include = [...new Set(modules.map((path) => patternOf(loadedPath(root, path))))].sort();
  const isWhole = start === 'plugin' && include.some((pattern) => !pattern.includes('/'));
  const fields = { ...(!isWhole && { include }), reporter: ['text', 'html'] };
  const lines = Object.entries(fields).map(([key, list]) => `${indent}"${key}": ${formatList(list)}`);
  const after = Buffer.from(['{', lines.join(`,${lineEnd}`), '}', ''].join(lineEnd));
  return { path: join(root, '.nycrc'), before: undefined, after };
}

/** Returns the path that a module has when Node loads it, which is without symbolic links; the same path if that is elsewhere. */
function loadedPath(root: string, path: string): string {
  const loaded = resolveLinks(join(root, path));
  return isBelow(root, loaded) ? metaPathOf(root, loaded) : path;
}

/** Returns the pattern that selects a module and those that may be added beside it. */
function patternOf(path: string): string {
  const [first = '', ...rest] = path.split('/');
  if (rest.length > 0) return `${first}/**`;
  const dot = first.lastIndexOf('.');
  return dot > 0 ? `*${first.slice(dot)}` : first;
}

function formatList(list: readonly string[]): string {
  return `[${list.map((text) => JSON.stringify(text)).join(', ')}]`;
}
