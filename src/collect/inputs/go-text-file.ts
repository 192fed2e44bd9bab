/** Reads a file in Go's text format as Istanbul data. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fromGoText } from '../../interchange/from-go-text.js';
import { readDataText } from '../../platform/read-text-file.js';
import type { ForeignCoverage } from './istanbul-json.js';

/**
 * Reads a text profile.
 *
 * @param path absolute
 * @param root absolute path of the directory that the paths in the file are relative to
 * @throws Error whose message completes `<path>: …`
 */
export function readGoTextFile(path: string, root: string): ForeignCoverage {
  const time = statSync(path).mtime.toISOString();
  const files = [...fromGoText(readDataText(path)).values()];
  return { files: files.map((file) => ({ ...file, path: resolve(root, file.path) })), time };
}
