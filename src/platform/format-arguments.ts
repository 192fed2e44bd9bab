/** Formats the command line of a process for a page, which quotes nothing. */
import { basename } from 'node:path';
import { shortenPath } from './is-below.js';

/** @param process its arguments as in `process.argv`, and its working directory */
export function formatArguments({
  argv,
  cwd,
}: {
  readonly argv: readonly string[];
  readonly cwd: string;
}): string {
  const [program = '', script, ...args] = argv;
  return [basename(program), ...(script === undefined ? [] : [shortenPath(script, cwd)]), ...args].join(' ');
}
