/** A file of Go's text format, as Istanbul's data. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fromGoText } from '../../interchange/from-go-text.js';
import type { ForeignCoverage } from './istanbul-json.js';

/**
 * @param path absolute
 * @param root absolute path of the folder that the paths in it are relative to
 * @throws Error with a reason to go behind the path
 */
export function readGoTextFile(path: string, root: string): ForeignCoverage {
  const time = statSync(path).mtime.toISOString();
  const files = [...fromGoText(readFileSync(path, 'utf8')).values()];
  return { files: files.map((file) => ({ ...file, path: resolve(root, file.path) })), time };
}
