/** markdown-it renders a long document to HTML. */
import { cpuScenario } from '../cpu.js';
import { MEASURES_PACKAGES, packageTree } from '../packages.js';
import { appText } from '../project.js';

export const markdown = cpuScenario({
  name: 'markdown',
  isolates:
    'Cost of counting in another style of code: ES2022 classes with private fields, tables of rules, many small strings.',
  passes: { warmUp: 40, measured: 80 },
  project: () => ({
    files: { 'app.cjs': appText('markdown.cjs'), '.nycrc': MEASURES_PACKAGES },
    copies: packageTree('markdown-it'),
  }),
});
