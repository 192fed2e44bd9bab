/** Prints tables in Markdown, aligned so that they are readable as plain text. */
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
  const failures = table.rows.flatMap((row) => row.failures.map((reason) => `${row.name} failed: ${reason}`));
  const own = (scenario.targets ?? []).filter(
    ({ row, table: title = '' }) =>
      table.title.includes(title) && table.rows.some(({ name }) => name === row),
  );
  const targets = own.map((target) => checkTarget(table, target, metrics));
  const notes = [...targets, ...failures].map((line) => `* ${line}`);
  return [`### ${table.title}`, markdownTable([head, ...rows]), notes.join('\n')].join('\n\n').trimEnd();
}

/** Returns the name of the row, with a warning if a tool counted nothing or plain Node counted. */
function nameOf(row: MeasuredRow): string {
  if (countsAsExpected(row)) return row.name;
  return `${row.name} (${row.counts ? 'counted nothing' : 'counted'})`;
}

function countsAsExpected({ counts, samples }: MeasuredRow): boolean {
  return samples.every(({ isCounting }) => isCounting === counts);
}

function cellsOf(row: MeasuredRow, base: MeasuredRow | undefined, metric: Metric): readonly string[] {
  const values = valuesOf(row, metric.name);
  if (values.length === 0) return ['–', '–'];
  const { median, min, max } = summarize(values);
  const ratio = ratioOf(row, base, metric);
  return [
    `${printNumber(median)} (${printNumber(min)}–${printNumber(max)})`,
    ratio === undefined ? '–' : printNumber(ratio),
  ];
}

function checkTarget(table: MeasuredTable, target: Target, metrics: readonly Metric[]): string {
  const { metric, row } = target;
  const { aim, print, limit, reached } = readAim(table, target, metrics);
  const text = `target: ${metric} of ${row} at most ${aim}`;
  if (reached === undefined) return `${text}: not comparable`;
  return `${text}: ${print(reached)}, ${reached <= limit ? 'met' : 'missed'}`;
}

function readAim(table: MeasuredTable, target: Target, metrics: readonly Metric[]) {
  const metric = metrics.find(({ name }) => name === target.metric);
  const valueIn = (name: string) => metric && fairValueOf(table, name, metric);
  const own = valueIn(target.row);
  const base = 'than' in target ? valueIn(target.than) : undefined;
  const both = (compare: (a: number, b: number) => number) =>
    own === undefined || base === undefined ? undefined : compare(own, base);
  if ('factor' in target) {
    const aim = `${printFactor(target.factor)} × ${target.than}`;
    return { aim, print: printFactor, limit: target.factor, reached: both((a, b) => a / b) };
  }
  if ('more' in target) {
    const aim = `${printNumber(target.more)} above ${target.than}`;
    return { aim, print: printNumber, limit: target.more, reached: both((a, b) => a - b) };
  }
  return { aim: printNumber(target.most), print: printNumber, limit: target.most, reached: own };
}

/** Returns `undefined` if the row was not measured or did not count as expected. */
function fairValueOf(table: MeasuredTable, name: string, metric: Metric): number | undefined {
  const row = table.rows.find((candidate) => candidate.name === name);
  return row && countsAsExpected(row) ? comparedOf(row, metric) : undefined;
}

function comparedOf(row: MeasuredRow, { name, compared = 'median' }: Metric): number | undefined {
  const values = valuesOf(row, name);
  if (values.length === 0) return undefined;
  const { median, min } = summarize(values);
  return compared === 'median' ? median : min;
}

/** Returns the ratio of a row to the base row; `–` if one has not counted as expected, or has no value. */
export function printRatio(table: MeasuredTable, row: string, metric: Metric): string {
  const [value, base] = [fairValueOf(table, row, metric), fairValueOf(table, table.base, metric)];
  return value === undefined || base === undefined ? '–' : printNumber(value / base);
}

/** Returns the ratio of the compared values. */
function ratioOf(row: MeasuredRow, base: MeasuredRow | undefined, metric: Metric): number | undefined {
  const [value, baseValue] = [comparedOf(row, metric), base && comparedOf(base, metric)];
  // Nothing is a multiple of 0, such as a number of slow frames.
  return value === undefined || !baseValue ? undefined : value / baseValue;
}

function valuesOf({ samples }: MeasuredRow, metric: string): readonly number[] {
  return samples.map(({ values }) => values[metric]).filter((value) => value !== undefined);
}

function printFactor(factor: number): string {
  return factor < 1 ? `1/${printNumber(1 / factor)}` : printNumber(factor);
}

/** Prints three significant digits, or all digits before the point if there are more. */
function printNumber(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(digits, 4));
}

export function markdownTable(lines: readonly (readonly string[])[]): string {
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
