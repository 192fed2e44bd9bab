/** Prints the results of the matrix. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  countByKind,
  type Disagreement,
  type ItemNumbers,
  type LeftOutItem,
  sumNumbers,
} from './compare-counts.js';
import { type CountedItem, ITEM_KINDS } from './items.js';

/** The results of one compiler. */
export interface CompilerResult {
  readonly compiler: string;
  readonly failures: readonly string[];
  readonly disagreements: readonly Disagreement[];
  readonly items: ItemNumbers;
  readonly leftOut: readonly LeftOutItem[];
}

/** Returns the line that reports a wrong count. @param root absolute path of the project */
export function describeDisagreement(
  root: string,
  compiler: string,
  { file, item, expected, actual }: Disagreement,
): string {
  const counts =
    expected === undefined
      ? `not an item of the source, actual ${actual}`
      : `expected ${expected}, actual ${actual}`;
  return `${compiler} | ${describeItem(file, item)} | ${counts} | ${sourceTextOf(root, file, item)}`;
}

export function describeLeftOut(root: string, compiler: string, { file, item }: LeftOutItem): string {
  return `${compiler} | ${describeItem(file, item)} | left out, expected ${item.count} | ${sourceTextOf(root, file, item)}`;
}

function describeItem(file: string, { kind, detail, line, column }: CountedItem): string {
  return `${file.replace(/^programs\//, '')}:${line}:${column + 1} | ${[kind, detail].filter(Boolean).join(' ')}`;
}

/** Returns the line of an item, or its start if the line is long. */
function sourceTextOf(root: string, file: string, { line, column }: CountedItem): string {
  const text = readFileSync(join(root, file), 'utf8').split('\n')[line - 1] ?? '';
  return text.length > 130 ? text.slice(column, column + 100) : text.trim();
}

/** Returns the table with the share of items that each compiler leaves out. */
export function drawTable(results: readonly CompilerResult[]): string {
  const rows = results.map(({ compiler, ...result }) => rowOf(compiler, result));
  const total = rowOf('all', {
    failures: results.flatMap(({ failures }) => failures),
    disagreements: results.flatMap(({ disagreements }) => disagreements),
    items: sumNumbers(results.map(({ items }) => items)),
    leftOut: results.flatMap(({ leftOut }) => leftOut),
  });
  const header = [
    'compiler',
    'statements left out',
    'functions left out',
    'arms left out',
    'wrong counts',
    'failures',
  ];
  const table = [header, ...rows, total];
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const draw = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join(' | ');
  return table.map(draw).join('\n');
}

function rowOf(
  name: string,
  { items, leftOut, disagreements, failures }: Omit<CompilerResult, 'compiler'>,
): string[] {
  const missing = countByKind(leftOut.map(({ item }) => item));
  const shares = ITEM_KINDS.map((kind) => {
    const share = items[kind] === 0 ? 0 : (100 * missing[kind]) / items[kind];
    return `${missing[kind]}/${items[kind]} ${share.toFixed(1).padStart(5)} %`;
  });
  return [name, ...shares, String(disagreements.length), String(failures.length)];
}
