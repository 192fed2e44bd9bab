/** `covermain textfmt`: coverage in Go's text format. */
import { resolve } from 'node:path';
import { toGoText } from '../interchange/to-go-text.js';
import { openProject } from '../project/project.js';
import { writeOutput } from '../report/output-file.js';
import { type CoverageOptions, requireCoverage } from './require-coverage.js';

export interface TextOptions extends CoverageOptions {
  /** The file that is written, relative to where the command is run. @default stdout, which is `-`, too */
  readonly output?: string;
}

/**
 * @returns the exit code
 * @throws CovermainError `OUTPUT_NOT_WRITABLE`, and as `requireCoverage`
 */
export async function textfmtCommand(options: TextOptions): Promise<number> {
  const { output = '-', cwd, print } = options;
  const { map, root } = await requireCoverage(options, await openProject(options.cwd));
  const text = toGoText(map, root);
  if (output === '-') print(text.slice(0, -1));
  else writeOutput(resolve(cwd, output), text);
  return 0;
}
