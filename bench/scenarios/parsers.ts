/** Parsers, each in one file, that parse their own source. */
import { cpuScenario } from '../cpu.js';
import { packageMain } from '../packages.js';
import { appText } from '../project.js';

export const acorn = cpuScenario({
  name: 'acorn',
  isolates: 'Cost of counting in hot code: short functions, switches, loops over characters, prototypes.',
  passes: { warmUp: 20, measured: 40 },
  factor: 1.3,
  project: () => ({
    files: { 'app.cjs': appText('acorn.cjs') },
    copies: { 'lib/acorn.js': packageMain('acorn') },
  }),
});

export const esprima = cpuScenario({
  name: 'esprima',
  isolates:
    'Cost of counting in hot code that a compiler has written: ES5 prototypes, and a class for each kind of node.',
  passes: { warmUp: 30, measured: 80 },
  factor: 1.3,
  project: () => ({
    files: { 'app.cjs': appText('esprima.cjs') },
    copies: { 'lib/parser.js': packageMain('esprima') },
  }),
});

export const babelParser = cpuScenario({
  name: 'babel-parser',
  isolates:
    'Cost of counting in hot code: classes in long chains of inheritance, which lex and parse the same text.',
  passes: { warmUp: 15, measured: 30 },
  factor: 1.3,
  project: () => ({
    files: { 'app.cjs': appText('babel-parser.cjs') },
    copies: { 'lib/parser.js': packageMain('@babel/parser') },
  }),
});
