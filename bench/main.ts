/** `npm run bench`: measures the cost of covermain compared with plain Node, nyc and c8, and prints tables. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Options, readOptions } from './options.js';
import { type MeasuredTable, measureTable } from './run/interleave.js';
import { printTable } from './run/print.js';
import { endPrograms } from './run/program.js';
import { type Bench, type Scenario, SkippedScenario, type Table } from './scenario.js';
import { SCENARIOS } from './scenarios/index.js';
import { ENGINE } from './variants.js';

const options = readOptions(
  process.argv.slice(2),
  SCENARIOS.map(({ name }) => name),
);
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-bench-')));
process.once('exit', removeProjects);
for (const [signal, exitCode] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const]) {
  process.once(signal, () => void endPrograms().finally(() => process.exit(exitCode)));
}

const machine = describeMachine(options);
console.log(
  `Node ${machine.node}, ${machine.cores} × ${machine.cpu}, load ${machine.load}, engine ${ENGINE}; ` +
    'medians (min–max) of n rounds, × the base row\n',
);
const results: { scenario: string; tables: readonly MeasuredTable[] }[] = [];
for (const scenario of SCENARIOS.filter(({ name }) => options.scenarios.includes(name))) {
  results.push({ scenario: scenario.name, tables: await runScenario(scenario) });
  // Written after each scenario, so that the results remain if the benchmark is interrupted.
  if (options.json) writeFileSync(options.json, `${JSON.stringify({ machine, results }, null, 2)}\n`);
}

async function runScenario(scenario: Scenario): Promise<readonly MeasuredTable[]> {
  let directoryCount = 0;
  const bench: Bench = {
    node: options.node,
    isQuick: options.isQuick,
    createDirectory: (name) => join(temporary, `${name}-${++directoryCount}`),
  };
  const rounds = options.rounds ?? (options.isQuick ? scenario.rounds.quick : scenario.rounds.full);
  console.log(`## ${scenario.name}\n\n${scenario.isolates}\n`);
  const measured: MeasuredTable[] = [];
  for (const table of await tablesOf(scenario, bench)) {
    const result = await measureTable(table, rounds, (line) => console.error(`# ${line}`));
    console.log(`${printTable(scenario, result)}\n`);
    measured.push(result);
  }
  removeProjects();
  return measured;
}

/** Returns the tables of a scenario; none, with the reason on stdout, if it cannot be measured on this machine. */
async function tablesOf(scenario: Scenario, bench: Bench): Promise<readonly Table[]> {
  try {
    return await scenario.tables(bench);
  } catch (error) {
    if (!(error instanceof SkippedScenario)) throw error;
    console.log(`Skipped: ${error.message}\n`);
    return [];
  }
}

function removeProjects(): void {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
}

function describeMachine({ node }: Options) {
  const [first] = cpus();
  return {
    node: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(),
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    load: loadavg()[0]?.toFixed(2) ?? 'unknown',
    engine: ENGINE,
    date: new Date().toISOString(),
  };
}
