/** Whether the hooks are in place: by trial, in each language that the project may be written in. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Check, type Finding, orOk, problem } from './check.js';
import type { Facts } from './facts.js';
import { type TrialProgram, tryProgram } from './trial.js';

const JAVASCRIPT: readonly TrialProgram[] = [
  {
    language: 'an ES module',
    file: 'program.mjs',
    args: [],
    text: 'export function counted() {}\ncounted();\n',
  },
  {
    language: 'a CommonJS program',
    file: 'program.cjs',
    args: [],
    text: 'exports.counted = function counted() {};\nexports.counted();\n',
  },
];

export const hooksCheck: Check = {
  name: 'hooks',
  async look(facts) {
    const programs = await programsFor(facts);
    const run = await facts.run();
    const failed = await Promise.all(programs.map((program) => lookAt(program, run, facts)));
    const languages = programs.map(({ language }) => language).join(', ');
    return orOk(
      failed.filter((finding) => finding !== undefined),
      `in place: counts of ${languages} arrived`,
    );
  },
};

async function lookAt(
  program: TrialProgram,
  run: Awaited<ReturnType<Facts['run']>>,
  { cwd, environment }: Facts,
): Promise<Finding | undefined> {
  const why = await tryProgram(program, { run, cwd, environment });
  if (why === null) return undefined;
  const found = `${program.language} was run by the hooks, and no count arrived: ${why}`;
  const { NODE_OPTIONS } = environment;
  if (!NODE_OPTIONS) return problem(found, 'run it on another Node; if that fails, too, report it');
  const without = await tryProgram(program, { run, cwd, environment: { ...environment, NODE_OPTIONS: '' } });
  if (without !== null)
    return problem(
      found,
      'call `covermain doctor` without NODE_OPTIONS; if it finds the same, try another Node',
    );
  return problem(found, `without NODE_OPTIONS="${NODE_OPTIONS}" it is counted: leave out what disturbs`);
}

/** By tsx as `covermain manual` runs TypeScript, the project's own if it has one. */
async function programsFor({ root, selected }: Facts): Promise<readonly TrialProgram[]> {
  const files = await selected();
  const isTyped = existsSync(join(root, 'tsconfig.json')) || files.some((file) => /\.[cm]?tsx?$/.test(file));
  if (!isTyped) return JAVASCRIPT;
  const typed: TrialProgram = {
    language: 'TypeScript by tsx',
    file: 'program.mts',
    args: ['--import', pathToFileURL(tsxOf(root)).href],
    text: 'export function counted(times: number): number {\n  return times;\n}\ncounted(1);\n',
  };
  return [...JAVASCRIPT, typed];
}

function tsxOf(root: string): string {
  try {
    return createRequire(join(root, 'package.json')).resolve('tsx');
  } catch {
    return createRequire(import.meta.url).resolve('tsx'); // the one that `covermain manual` takes then
  }
}
