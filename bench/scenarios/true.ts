/** Cost of the command around a program that does nothing and is not Node. */
import { mkdirSync } from 'node:fs';
import { inRepository } from '../project.js';
import { startProgram } from '../run/program.js';
import type { Row, Scenario } from '../scenario.js';
import { C8, cleanEnvironment, NYC } from '../variants.js';

const NODE = 'node -e 0';
const COVERMAIN_TRUE = 'covermain run -- true';

export const trueCommand: Scenario = {
  name: 'true',
  isolates:
    'Cost of the command itself, from spawn to exit: it starts `true`, of which nothing is measured, and ends with it. ' +
    '`node -e 0` is what any command costs that is written in JavaScript. nyc and c8 look for results and print an empty report.',
  rounds: { full: 31, quick: 5 },
  metrics: [{ name: 'exit', unit: 'ms', compared: 'minimum' }],
  targets: [{ metric: 'exit', row: COVERMAIN_TRUE, than: NODE, more: 60 }],
  tables: async ({ node, createDirectory }) => {
    const rowFor = (name: string, command: string, ...args: readonly string[]): Row => {
      const cwd = createDirectory('true');
      mkdirSync(cwd, { recursive: true });
      const launch = { command, args, cwd, env: cleanEnvironment() };
      const sample = async () => ({
        values: { exit: await startProgram(launch).exit },
        isCounting: false,
        check: '',
      });
      return { name, counts: false, prime: async () => void (await sample()), sample };
    };
    const rows = [
      rowFor(NODE, node, '-e', '0'),
      rowFor('true', 'true'),
      rowFor(COVERMAIN_TRUE, node, inRepository('bin/covermain.js'), 'run', '--', 'true'),
      rowFor('nyc true', node, NYC, 'true'),
      rowFor('c8 true', node, C8, 'true'),
    ];
    return [{ title: 'a command that does nothing', base: NODE, rows }];
  },
};
