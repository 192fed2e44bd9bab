/** Cost of a process that does nothing, which is the minimum for each process of a run. */
import { createSeat, rowOf, type Seat } from '../project.js';
import { startProgram } from '../run/program.js';
import type { Bench, Sample, Scenario, Table } from '../scenario.js';
import { COVERMAIN_ALONE, PLAIN, type Variant } from '../variants.js';

const TEXT = 'function nothing() {}\nnothing();\n';

const MEASURED: Variant = { ...COVERMAIN_ALONE, name: 'covermain, the file is measured' };
const UNMEASURED: Variant = { ...COVERMAIN_ALONE, name: 'covermain, nothing is measured', counts: false };

export const child: Scenario = {
  name: 'child',
  isolates:
    'Cost of a child process that does nothing, from spawn to exit, with a warm cache: loading the hooks, and writing a ' +
    'profile if its only file is measured.',
  rounds: { full: 31, quick: 5 },
  metrics: [{ name: 'exit', unit: 'ms', compared: 'minimum' }],
  targets: [
    { metric: 'exit', table: 'CommonJS', row: MEASURED.name, than: PLAIN.name, factor: 1.25 },
    { metric: 'exit', table: 'CommonJS', row: UNMEASURED.name, than: PLAIN.name, factor: 1.25 },
    { metric: 'exit', table: 'ES module', row: MEASURED.name, than: PLAIN.name, factor: 1.3 },
    { metric: 'exit', table: 'ES module', row: UNMEASURED.name, than: PLAIN.name, factor: 1.3 },
  ],
  tables: async (bench) => [tableOf(bench, 'CommonJS', 'cjs'), tableOf(bench, 'ES module', 'mjs')],
};

function tableOf(bench: Bench, flavour: string, extension: string): Table {
  const own = `lib/nothing.${extension}`;
  const others = `node_modules/tool/nothing.${extension}`;
  const files = { [own]: TEXT, [others]: TEXT };
  const rows = [PLAIN, MEASURED, UNMEASURED].map((variant) => {
    const seat = createSeat(bench.createDirectory('child'), variant, bench.node, { files });
    const entry = variant === UNMEASURED ? others : own;
    return rowOf(variant, seat, {
      prime: async () => void (await runChild(seat, entry)),
      sample: () => runChild(seat, entry),
    });
  });
  return { title: `child, ${flavour}`, base: PLAIN.name, rows };
}

async function runChild(seat: Seat, entry: string): Promise<Sample> {
  const exit = await startProgram(await seat.launch([entry])).exit;
  return { values: { exit }, isCounting: seat.hasCounted(), check: '' };
}
