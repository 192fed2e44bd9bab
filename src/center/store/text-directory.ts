/** Where pushed profiles in Go's text format are. */
import { join } from 'node:path';

/** Returns the directory of text profiles in a profile directory. */
export function textDirectoryOf(directory: string): string {
  return join(directory, 'text');
}
