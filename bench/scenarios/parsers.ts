/** Parsers, each in one file, that parse their own source. */
import { type CpuOptions, cpuScenario } from '../cpu.js';
import { packageMain } from '../packages.js';
import { appText } from '../project.js';
import type { Scenario } from '../scenario.js';

export const acorn = parser('acorn', {
  name: 'acorn',
  isolates: 'Cost of counting in hot code: short functions, switches, loops over characters, prototypes.',
  passes: { warmUp: 30, measured: 60 },
});

export const esprima = parser('esprima', {
  name: 'esprima',
  isolates:
    'Cost of counting in hot code that a compiler has written: ES5 prototypes, and a class for each kind of node.',
  passes: { warmUp: 15, measured: 30 },
});

export const babelParser = parser('@babel/parser', {
  name: 'babel-parser',
  isolates:
    'Cost of counting in hot code: classes in long chains of inheritance, which lex and parse the same text.',
  passes: { warmUp: 6, measured: 12 },
});

/** Measures a package by the app that has the name of the scenario. */
function parser(packageName: string, options: Pick<CpuOptions, 'name' | 'isolates' | 'passes'>): Scenario {
  const project = () => ({
    files: { 'app.cjs': appText(`${options.name}.cjs`) },
    copies: { 'lib/parser.js': packageMain(packageName) },
  });
  return cpuScenario({ ...options, factor: 1.3, project });
}
