/** acorn, a hand-written parser in one file, parses its own source. */
import { cpuScenario } from '../cpu.js';
import { packageMain } from '../packages.js';
import { appText } from '../project.js';

export const acorn = cpuScenario({
  name: 'acorn',
  isolates: 'Cost of counting in hot code: short functions, switches, loops over characters, prototypes.',
  passes: { warmUp: 20, measured: 40 },
  project: () => ({
    files: { 'app.cjs': appText('acorn.cjs') },
    copies: { 'lib/acorn.js': packageMain('acorn') },
  }),
});
