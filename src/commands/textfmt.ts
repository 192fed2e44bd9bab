/** `covermain textfmt`: coverage in Go's text format. */
import { resolve } from 'node:path';
import { toGoText } from '../interchange/to-go-text.js';
import { type CoverageOptions, requireCoverage } from '../operations/require-coverage.js';
import { openProject } from '../project/project.js';
import { writeOutput } from '../report/output-file.js';
import type { Print } from './print.js';

export interface TextOptions extends CoverageOptions {
  /** File to write, relative to `cwd`; `-` is stdout. @default - */
  readonly output?: string;
  /** Prints the text. */
  readonly print: Print;
}

/**
 * Prints coverage in Go's text format, or writes it to a file.
 *
 * @returns the exit code
 * @throws CovermainError `OUTPUT_NOT_WRITABLE`, `CONFIG_UNREADABLE`, and as `requireCoverage`
 */
export async function textfmtCommand(options: TextOptions): Promise<number> {
  const { output = '-', cwd, print } = options;
  const { map, root } = await requireCoverage(options, await openProject(cwd));
  const text = toGoText(map, root);
  if (output === '-') print(text.slice(0, -1), 'document');
  else writeOutput(resolve(cwd, output), text);
  return 0;
}
