/** Generates modules, which never run, and their metas. */
import { createHash } from 'node:crypto';
import type { BranchMeta, FileMeta, FunctionMeta, StatementMeta } from '../../src/profile/model/file-meta.js';

export interface Module {
  readonly meta: FileMeta;
  readonly source: string;
}

/** Number of statements outside functions. */
const TOP = 4;

/** Number of probes: five statements, the function itself, two arms. */
const PROBES_PER_FUNCTION = 8;

const LINES_PER_FUNCTION = 8;

/** Returns the number of counters of a module with this number of functions. */
export function countersOf(functions: number): number {
  return TOP + functions * PROBES_PER_FUNCTION;
}

/** Generates a module. Each count of Istanbul has its own probe, so that all formats contain the same number of counts. */
export function makeModule(path: string, functions: number): Module {
  const ids = Array.from({ length: functions }, (_, id) => id);
  const source = [`// ${path}`, topText(), ...ids.map(functionText)].join('\n');
  const meta: FileMeta = {
    path,
    sourceHash: createHash('sha256').update(source).digest('hex'),
    probes: countersOf(functions),
    statements: [...topStatements(), ...ids.flatMap(statementsOf)],
    functions: ids.map(functionOf),
    branches: ids.map(branchOf),
  };
  return { meta, source };
}

function topText(): string {
  return Array.from({ length: TOP }, (_, index) => `step(${index});`).join('\n');
}

function functionText(id: number): string {
  const step = `  step(${id});`;
  return [`function f${id}(a) {`, '  if (a) {', '    step(a);', '  }', step, step, step, '}'].join('\n');
}

/** Returns the first line of a function, from 1. */
function lineOf(id: number): number {
  return 2 + TOP + id * LINES_PER_FUNCTION;
}

function firstProbeOf(id: number): number {
  return TOP + id * PROBES_PER_FUNCTION;
}

function topStatements(): readonly StatementMeta[] {
  return Array.from({ length: TOP }, (_, index) => ({
    range: [2 + index, 0, 2 + index, 8],
    count: [index],
  }));
}

function statementsOf(id: number): readonly StatementMeta[] {
  const [line, probe, width] = [lineOf(id), firstProbeOf(id), String(id).length];
  const lasts = [4, 5, 6].map((offset, index): StatementMeta => {
    return { range: [line + offset, 2, line + offset, 9 + width], count: [probe + 2 + index] };
  });
  return [
    { range: [line + 1, 2, line + 3, 3], count: [probe] },
    { range: [line + 2, 4, line + 2, 12], count: [probe + 1] },
    ...lasts,
  ];
}

function functionOf(id: number): FunctionMeta {
  const [line, name] = [lineOf(id), `f${id}`];
  return {
    name,
    textHash: null,
    count: [firstProbeOf(id) + 5],
    declaration: [line, 9, line, 9 + name.length],
    body: [line, 13 + name.length, line + 7, 1],
  };
}

function branchOf(id: number): BranchMeta {
  const [line, probe] = [lineOf(id), firstProbeOf(id)];
  const range = [line + 1, 2, line + 3, 3] as const;
  const arms = [
    { range, count: [probe + 6] },
    { range: null, count: [probe + 7] },
  ];
  return { kind: 'if', range, arms };
}
