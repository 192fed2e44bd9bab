/** Runs programs under covermain's hooks and reads their counts. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import type { Project } from '../support/project.js';

const RUNNER = join(import.meta.dirname, 'run-in-order.mjs');
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Coverage and output of a measured program. */
export interface MeasuredProgram {
  readonly stdout: string;
  /** Coverage of its source files, by path relative to the project. */
  readonly coverage: Readonly<Record<string, FileCoverageData>>;
}

/** Runs programs in one process. @param mains relative path of the main module by the program's name */
export type RunPrograms = (
  mains: ReadonlyMap<string, string>,
  isTypeScript?: boolean,
) => Promise<ReadonlyMap<string, MeasuredProgram>>;

export async function prepareRunPrograms(project: Project): Promise<RunPrograms> {
  const measuring = await prepareMeasuring(project);
  return async (mains, isTypeScript = false) => {
    const programs = [...mains].map(([name, main]) => `${name}=${project.path(main)}`);
    const loader = isTypeScript ? ['--import', TSX] : [];
    return measure(project, measuring(), [...loader, RUNNER, ...programs], [...mains.keys()]);
  };
}

async function measure(
  project: Project,
  { env, coverage }: Measuring,
  args: readonly string[],
  names: readonly string[],
): Promise<ReadonlyMap<string, MeasuredProgram>> {
  const { code, stdout, stderr } = await outcomeOf(startNode(project, args, env));
  assert.equal(code, 0, `${stdout}\n${stderr}`);
  const outputs = new Map(
    stdout
      .split(/^### /m)
      .slice(1)
      .map((text) => [text.slice(0, text.indexOf('\n')), text.slice(text.indexOf('\n') + 1)]),
  );
  const files = Object.entries(coverage());
  return new Map(
    names.map((name) => [
      name,
      {
        stdout: outputs.get(name) ?? '',
        coverage: Object.fromEntries(files.filter(([file]) => programOf(file) === name)),
      },
    ]),
  );
}

/** Returns the name of the program that a file of the project belongs to. */
function programOf(file: string): string | undefined {
  return /^(?:programs|out\/[^/]+)\/([^/]+)\//.exec(file)?.[1];
}
