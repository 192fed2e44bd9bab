/** Measures the rows of a table in turn (A B C A B C …), so that a temporary slowdown of the machine affects all rows. */
import type { Row, Sample, Table } from '../scenario.js';

export interface MeasuredRow {
  readonly name: string;
  readonly counts: boolean;
  readonly samples: readonly Sample[];
  /** Reasons why runs have no sample. */
  readonly failures: readonly string[];
}

export interface MeasuredTable {
  readonly title: string;
  readonly base: string;
  readonly rows: readonly MeasuredRow[];
}

interface Measuring {
  readonly row: Row;
  readonly samples: Sample[];
  readonly failures: string[];
}

/** @param logLine receives a line of progress for each run */
export async function measureTable(
  table: Table,
  rounds: number,
  logLine: (line: string) => void,
): Promise<MeasuredTable> {
  const measuring = table.rows.map((row): Measuring => ({ row, samples: [], failures: [] }));
  try {
    await measureRows(table, measuring, rounds, logLine);
  } finally {
    await table.close?.();
  }
  return { title: table.title, base: table.base, rows: checked(table.base, measuring) };
}

async function measureRows(
  { title }: Table,
  measuring: readonly Measuring[],
  rounds: number,
  logLine: (line: string) => void,
): Promise<void> {
  for (const { row, failures } of measuring) {
    await attempt(failures, async () => {
      if (!row.prime) return;
      logLine(`${title}, ${row.name}: filling caches`);
      await row.prime();
    });
  }
  const able = measuring.filter(({ failures }) => failures.length === 0);
  for (let round = 1; round <= rounds; round++) {
    for (const { row, samples, failures } of able) {
      if (round > (row.mostRounds ?? rounds)) continue;
      logLine(`${title}, ${row.name}: round ${round} of ${rounds}`);
      await attempt(failures, async () => samples.push(await row.sample()));
    }
  }
}

async function attempt(failures: string[], run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    failures.push(error instanceof Error ? error.message : String(error));
  }
}

/** Drops samples whose app has computed another result than the base row, because they measure something else. */
function checked(base: string, measuring: readonly Measuring[]): readonly MeasuredRow[] {
  const expected = measuring.find(({ row }) => row.name === base)?.samples[0]?.check;
  return measuring.map(({ row, samples, failures }) => {
    const good = samples.filter(({ check }) => check === expected);
    const bad = samples.filter(({ check }) => check !== expected);
    const reasons = bad.map(({ check }) => `computed ${check}, but ${base} computed ${expected}`);
    return { name: row.name, counts: row.counts, samples: good, failures: [...failures, ...reasons] };
  });
}
