/** `node --import tsx bench/compare-nodes.ts FILE…`: prints the ratios of results that `npm run bench -- --json FILE` has written. */
import { readFileSync } from 'node:fs';
import type { MeasuredTable } from './run/interleave.js';
import { markdownTable, printRatio } from './run/print.js';
import { SCENARIOS } from './scenarios/index.js';

/** Contents of a file of results, of one version of Node. */
interface Results {
  readonly machine: { readonly node: string };
  readonly results: readonly { readonly scenario: string; readonly tables: readonly MeasuredTable[] }[];
}

const all = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Results);
for (const { name, metrics } of SCENARIOS) {
  const [first] = all.map(({ results }) => results.find(({ scenario }) => scenario === name));
  for (const { title, base, rows } of first?.tables ?? []) {
    const tables = all.map(({ results }) =>
      results.find(({ scenario }) => scenario === name)?.tables.find((table) => table.title === title),
    );
    const head = [
      '',
      ...metrics.flatMap((metric) => all.map(({ machine }) => `${metric.name}, ${machine.node}`)),
    ];
    const lines = rows.map((row) => [
      row.name,
      ...metrics.flatMap((metric) =>
        tables.map((table) => (table ? printRatio(table, row.name, metric) : '–')),
      ),
    ]);
    console.log(`### ${title}: × ${base}\n\n${markdownTable([head, ...lines])}\n`);
  }
}
