/** Collecting the profiles of many agents. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sumByMeta } from '../../src/profile/model/add-counters.js';
import { readProfileDirectory } from '../../src/profile/store/read-profile.js';
import { type ServedAgents, serveAgents } from '../collect/agents.js';
import { PROGRAM } from '../collect/program.js';
import { METRICS, timeCommand } from '../profiles/command.js';
import { addTo, countsOf, noSums } from '../profiles/program.js';
import type { Bench, Row, Scenario, Table } from '../scenario.js';

const ALL = '200 agents';
const SOME = '50 agents';
const AGAIN = '200 agents, into a directory that has their metas';

export const collect: Scenario = {
  name: 'collect',
  isolates:
    'The whole command `covermain collect agent`, from spawn to exit, with 200 agents on loopback. Each has 100,000 counters in ' +
    '200 files. The agents run on the same cores. The collected counts are compared with the sum of the counters.',
  rounds: { full: 5, quick: 1 },
  metrics: METRICS,
  targets: [
    { metric: 'wall', row: ALL, most: 10_000 },
    { metric: 'peak RSS', row: ALL, than: SOME, more: 40 },
  ],
  tables: async (bench) => [collectTable(bench)],
};

function collectTable(bench: Bench): Table {
  const root = bench.createDirectory('agents');
  let agents: Promise<ServedAgents> | undefined;
  const row = (name: string, count: number, isAgain = false): Row => {
    const cwd = bench.createDirectory('collected');
    const sample = async () => {
      agents ??= serveAgents(bench.node, root, 200);
      const { urls } = await agents;
      if (!isAgain) rmSync(cwd, { recursive: true, force: true });
      mkdirSync(cwd, { recursive: true, mode: 0o700 });
      const args = ['collect', 'agent', ...urls.slice(0, count), '-o', 'out'];
      const result = await timeCommand(bench.node, { tool: 'covermain', args, cwd }, () => '');
      requireSums(join(cwd, 'out'), count);
      return result;
    };
    return { name, counts: true, prime: async () => void (await sample()), sample };
  };
  return {
    title: 'collect, 100,000 counters per agent',
    base: SOME,
    rows: [row(SOME, 50), row(ALL, 200), row(AGAIN, 200, true)],
    close: async () => (await agents)?.close(),
  };
}

/** @throws Error if the profiles of a directory are not those of the first `count` agents */
function requireSums(directory: string, count: number): void {
  const expected = noSums(PROGRAM);
  for (let agent = 0; agent < count; agent++) addTo(expected, countsOf(PROGRAM, agent));
  const sums = sumByMeta(readProfileDirectory(directory).profiles);
  for (const [file, hash] of PROGRAM.hashes.entries()) {
    const found = sums.get(hash) ?? [];
    if (!expected[file]?.every((sum, index) => found[index] === sum))
      throw new Error('The collected counts differ from the sum of the counters.');
  }
}
