/** Small programs of textbooks, and a compression library: loops in which each probe runs millions of times. */
import { cpuScenario } from '../cpu.js';
import { MEASURES_PACKAGES, packageTree } from '../packages.js';
import { appText } from '../project.js';

const textbook = (name: string) => () => ({
  files: { 'app.cjs': appText('pass.cjs'), 'lib/program.cjs': appText(`algorithms/${name}.cjs`) },
});

export const rayTracer = cpuScenario({
  name: 'ray-tracer',
  isolates:
    'Cost of counting in short methods of classes: vectors, which are allocated for each step of a calculation.',
  passes: { warmUp: 10, measured: 30 },
  factor: 1.25,
  project: textbook('ray-tracer'),
});

export const sieve = cpuScenario({
  name: 'sieve',
  isolates: 'Cost of counting in the innermost loop over a typed array, whose body is one store.',
  passes: { warmUp: 20, measured: 80 },
  factor: 1.25,
  project: textbook('sieve'),
});

export const quicksort = cpuScenario({
  name: 'quicksort',
  isolates: 'Cost of counting in recursive functions and in loops over a plain array.',
  passes: { warmUp: 20, measured: 50 },
  factor: 1.25,
  project: textbook('quicksort'),
});

export const fflate = cpuScenario({
  name: 'fflate',
  isolates: 'Cost of counting in compression: bit operations and loops over bytes, in long functions.',
  passes: { warmUp: 10, measured: 20 },
  factor: 1.25,
  project: () => ({
    files: { 'app.cjs': appText('fflate.cjs'), '.nycrc': MEASURES_PACKAGES },
    copies: packageTree('fflate'),
  }),
});
