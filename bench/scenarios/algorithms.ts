/** Small programs of textbooks, and a compression library: loops in which each probe runs millions of times. */
import { type CpuOptions, cpuScenario } from '../cpu.js';
import { MEASURES_PACKAGES, packageTree } from '../packages.js';
import { appText } from '../project.js';
import type { Scenario } from '../scenario.js';

/** Highest ratio of the CPU time to that of plain Node. */
const FACTOR = 1.25;

export const rayTracer = textbook({
  name: 'ray-tracer',
  isolates:
    'Cost of counting in short methods of classes: vectors, which are allocated for each step of a calculation.',
  passes: { warmUp: 30, measured: 100 },
});

export const sieve = textbook({
  name: 'sieve',
  isolates: 'Cost of counting in the innermost loop over a typed array, whose body is one store.',
  passes: { warmUp: 20, measured: 80 },
});

export const quicksort = textbook({
  name: 'quicksort',
  isolates: 'Cost of counting in recursive functions and in loops over a plain array.',
  passes: { warmUp: 20, measured: 50 },
});

export const fflate = cpuScenario({
  name: 'fflate',
  isolates: 'Cost of counting in compression: bit operations and loops over bytes, in long functions.',
  passes: { warmUp: 10, measured: 20 },
  factor: FACTOR,
  project: () => ({
    files: { 'app.cjs': appText('fflate.cjs'), '.nycrc': MEASURES_PACKAGES },
    copies: packageTree('fflate'),
  }),
});

/** Measures the program in `apps/algorithms/` that has the name of the scenario. */
function textbook(options: Pick<CpuOptions, 'name' | 'isolates' | 'passes'>): Scenario {
  const program = `algorithms/${options.name}.cjs`;
  const project = () => ({
    files: { 'app.cjs': appText('pass.cjs'), 'lib/program.cjs': appText(program) },
  });
  return cpuScenario({ ...options, factor: FACTOR, project });
}
