/** Cost of the command around a program that does nothing and is not Node. */
import { mkdirSync } from 'node:fs';
import { inRepository } from '../project.js';
import { startProgram } from '../run/program.js';
import type { Row, Scenario } from '../scenario.js';
import { C8, cleanEnvironment, NYC } from '../variants.js';

const PLAIN_TRUE = 'true';
const COVERMAIN_TRUE = 'covermain run -- true';

export const trueCommand: Scenario = {
  name: 'true',
  isolates:
    'Cost of the command itself, from spawn to exit: it starts `true`, of which nothing is measured, and ends with it. nyc and c8 ' +
    'look for results and print an empty report.',
  rounds: { full: 31, quick: 5 },
  metrics: [{ name: 'exit', unit: 'ms', compared: 'minimum' }],
  targets: [{ metric: 'exit', row: COVERMAIN_TRUE, than: PLAIN_TRUE, more: 60 }],
  tables: async ({ node, createDirectory }) => {
    const rowFor = (name: string, ...command: readonly string[]): Row => {
      const cwd = createDirectory('true');
      mkdirSync(cwd, { recursive: true });
      const [file = 'true', ...args] = [...command, 'true'];
      const launch = { command: file, args, cwd, env: cleanEnvironment() };
      const sample = async () => ({
        values: { exit: await startProgram(launch).exit },
        isCounting: false,
        check: '',
      });
      return { name, counts: false, prime: async () => void (await sample()), sample };
    };
    const rows = [
      rowFor(PLAIN_TRUE),
      rowFor(COVERMAIN_TRUE, node, inRepository('bin/covermain.js'), 'run', '--'),
      rowFor('nyc true', node, NYC),
      rowFor('c8 true', node, C8),
    ];
    return [{ title: 'a command that does nothing', base: PLAIN_TRUE, rows }];
  },
};
