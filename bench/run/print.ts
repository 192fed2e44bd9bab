/** Tables in Markdown, aligned so that they read as plain text. */
import type { Metric, Scenario, Target } from '../scenario.js';
import type { MeasuredRow, MeasuredTable } from './interleave.js';
import { summarize } from './statistics.js';

export function printTable(scenario: Scenario, table: MeasuredTable): string {
  const base = table.rows.find(({ name }) => name === table.base);
  const metrics = scenario.metrics.filter(({ name }) =>
    table.rows.some((row) => valuesOf(row, name).length > 0),
  );
  const head = ['', 'n', ...metrics.flatMap(({ name, unit }) => [`${name} (${unit})`, '×'])];
  const rows = table.rows.map((row) => [
    nameOf(row),
    String(row.samples.length),
    ...metrics.flatMap((metric) => cellsOf(row, base, metric)),
  ]);
  const failures = table.rows.flatMap((row) => row.failures.map((why) => `${row.name} failed: ${why}`));
  const targets = (scenario.targets ?? []).map((target) => checkTarget(table, target));
  const notes = [...targets, ...failures].map((line) => `* ${line}`);
  return [`### ${table.title}`, markdownTable([head, ...rows]), notes.join('\n')].join('\n\n').trimEnd();
}

/** A tool that counted nothing is not fast, and plain Node must not count. */
function nameOf(row: MeasuredRow): string {
  if (countsAsMeant(row)) return row.name;
  return `${row.name} (${row.counts ? 'counted nothing' : 'counted'})`;
}

function countsAsMeant({ counts, samples }: MeasuredRow): boolean {
  return samples.every(({ isCounting }) => isCounting === counts);
}

function cellsOf(row: MeasuredRow, base: MeasuredRow | undefined, { name }: Metric): readonly string[] {
  const values = valuesOf(row, name);
  if (values.length === 0) return ['–', '–'];
  const { median, min, max } = summarize(values);
  const ratio = ratioOf(row, base, name);
  return [
    `${printNumber(median)} (${printNumber(min)}–${printNumber(max)})`,
    ratio === undefined ? '–' : printNumber(ratio),
  ];
}

function checkTarget(table: MeasuredTable, { metric, row, than, factor }: Target): string {
  const find = (name: string) => table.rows.find((candidate) => candidate.name === name);
  const [measured, base] = [find(row), find(than)];
  const isFair = [measured, base].every((one) => one && countsAsMeant(one));
  const ratio = isFair && measured ? ratioOf(measured, base, metric) : undefined;
  const aim = `target: ${metric} of ${row} at most ${printFactor(factor)} × ${than}`;
  if (ratio === undefined) return `${aim}: not to be compared`;
  return `${aim}: ${printFactor(ratio)}, ${ratio <= factor ? 'met' : 'missed'}`;
}

/** The ratio of the medians. */
function ratioOf(row: MeasuredRow, base: MeasuredRow | undefined, metric: string): number | undefined {
  const [values, baseValues] = [valuesOf(row, metric), base ? valuesOf(base, metric) : []];
  if (values.length === 0 || baseValues.length === 0) return undefined;
  return summarize(values).median / summarize(baseValues).median;
}

function valuesOf({ samples }: MeasuredRow, metric: string): readonly number[] {
  return samples.map(({ values }) => values[metric]).filter((value) => value !== undefined);
}

function printFactor(factor: number): string {
  return factor < 1 ? `1/${printNumber(1 / factor)}` : printNumber(factor);
}

/** Three digits that count, and no fewer than stand before the point. */
function printNumber(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(digits, 4));
}

function markdownTable(lines: readonly (readonly string[])[]): string {
  const [head = []] = lines;
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]?.length ?? 0)));
  const print = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`;
  const rule = widths.map((width, column) => '-'.repeat(column ? width - 1 : width) + (column ? ':' : ''));
  return [print(head), `| ${rule.join(' | ')} |`, ...lines.slice(1).map(print)].join('\n');
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
