/** Runs and times commands, each in a separate process. */
import { createRequire } from 'node:module';
import { inRepository } from '../project.js';
import { runProgram } from '../run/program.js';
import type { Sample } from '../scenario.js';
import { cleanEnvironment } from '../variants.js';

/** A command as users start it. */
export interface ToolCommand {
  readonly tool: 'covermain' | 'nyc';
  readonly args: readonly string[];
  /** Absolute path. */
  readonly cwd: string;
}

const TOOLS = {
  covermain: inRepository('bin/covermain.js'),
  nyc: createRequire(import.meta.url).resolve('nyc/bin/nyc.js'),
};

export const METRICS = [
  { name: 'wall', unit: 'ms' },
  { name: 'CPU', unit: 'ms' },
  { name: 'peak RSS', unit: 'MB' },
];

/** @param checkOf returns a value to compare with other rows, from the command's output and its files */
export async function timeCommand(
  node: string,
  { tool, args, cwd }: ToolCommand,
  checkOf: (output: string) => string,
): Promise<Sample> {
  const { report, exit, output } = await runProgram({
    command: node,
    args: ['--require', inRepository('bench/apps/used.cjs'), TOOLS[tool], ...args],
    cwd,
    env: cleanEnvironment(),
  });
  return { values: { wall: exit, ...report.values }, isCounting: true, check: checkOf(output) };
}
