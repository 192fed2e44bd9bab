/** Instrumentation of one very large file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from '../project.js';
import { runProgram } from '../run/program.js';
import type { Row, Scenario } from '../scenario.js';
import { COVERMAIN, cleanEnvironment, ENGINE, NYC_SILENT, PLAIN } from '../variants.js';
import { compilerText } from './typescript.js';

export const instrument: Scenario = {
  name: 'instrument',
  isolates:
    "Cost of instrumenting the TypeScript compiler with nyc's instrumenter (istanbul-lib-instrument) and with the engine. " +
    'Each runs in a fresh process, and its loading counts. c8 does not instrument. Plain Node reads and compiles the file; ' +
    'the others compile their output, too, but after the measurement.',
  rounds: { full: 5, quick: 1 },
  metrics: [
    { name: 'wall', unit: 'ms' },
    { name: 'CPU', unit: 'ms' },
    { name: 'peak RSS', unit: 'MB' },
    { name: 'output', unit: 'MB' },
  ],
  targets: [{ metric: 'wall', row: COVERMAIN.name, than: NYC_SILENT.name, factor: 1 / 25 }],
  tables: async ({ node, createDirectory }) => {
    const directory = createDirectory('instrument');
    const file = join(directory, 'typescript.js');
    mkdirSync(directory, { recursive: true });
    const text = compilerText();
    writeFileSync(file, text);
    const rowFor = ({ name, counts }: typeof PLAIN, tool: string, more: Partial<Row> = {}): Row => ({
      name,
      counts,
      sample: async () => {
        const args = [inRepository('bench/apps/instrument.mjs'), tool, ENGINE, file];
        const { report } = await runProgram({ command: node, args, cwd: directory, env: cleanEnvironment() });
        return { ...report, isCounting: (report.values.output ?? 0) > Buffer.byteLength(text) / 1e6 };
      },
      ...more,
    });
    const rows = [
      rowFor(NYC_SILENT, 'nyc', { mostRounds: 2 }),
      rowFor(COVERMAIN, 'covermain'),
      rowFor(PLAIN, 'plain'),
    ];
    return [{ title: 'instrument, typescript.js, 9 MB', base: NYC_SILENT.name, rows }];
  },
};
