/** A run of 5,000 files, one of which has 20,000 lines, whose counters change. Runs in the browser. */
import type { DataSource } from '../../src/page/data/data-source.js';
import type { FileItems } from '../../src/view/file-items.js';
import type { FileRow } from '../../src/view/messages.js';
import type { RunState } from '../../src/view/run-state.js';
import type { Tally } from '../../src/view/tally.js';
import { CHANGED_COUNTERS, CHANGED_FILES, DIRECTORIES, FILES, FUNCTIONS, INTERVAL } from './load.js';

/** Path of the large file. */
export const LARGE_FILE = 'src/large.ts';

const BODY = [
  'export function NAME(value: number, text = String(value)): string {',
  '  if (value > 10) return text;',
  "  const shown = value > 5 ? text : 'small';",
  '  return shown;',
  '}',
];

/** Number of statements of a function, and of its counts with branches and the function itself. */
const STATEMENTS = 4;
const COUNTS = STATEMENTS + 1 + 4;

const NO_STREAM = () => {};

/** @param isStreaming whether counters change */
export function createSyntheticSource(isStreaming: boolean): DataSource {
  const repeat = (act: () => void) => {
    if (!isStreaming) return NO_STREAM;
    const timer = setInterval(act, INTERVAL);
    return () => clearInterval(timer);
  };
  return {
    followRun({ onMessage, onConnection }) {
      onConnection({ kind: 'connected' });
      onMessage({ type: 'state', state: STATE });
      const rows = listRows();
      onMessage({ type: 'rows', isComplete: true, rows });
      let round = 0;
      return repeat(() => {
        round += 1;
        const changed = rows.filter((_, index) => (index + round) % (rows.length / CHANGED_FILES) < 1);
        onMessage({
          type: 'rows',
          isComplete: false,
          rows: changed.map((row, index) => ({ ...row, parts: [coveredOf(row.total, index + round)] })),
        });
      });
    },
    followFile({ path, onMessage }) {
      const items = listItems();
      const counts = Array.from({ length: FUNCTIONS * COUNTS }, (_, index) => index % 3);
      const source = { path, text: textOfLargeFile(), reason: null, items };
      onMessage({ type: 'source', source, layers: [counts] });
      let round = 0;
      return repeat(() => {
        round += 1;
        const changes = Array.from({ length: CHANGED_COUNTERS }, (_, index) => {
          const counter = (index * 17 + round * 31) % counts.length;
          return [counter, (counts[counter] ?? 0) + round] as const;
        });
        onMessage({ type: 'counts', changes: [changes] });
      });
    },
    readSessions: async () => ({ sessions: [] }),
    readSessionTable: async () => ({ sessions: [], rows: [] }),
    act: async () => ({ message: 'Done.' }),
  };
}

const STATE: RunState = {
  run: 'bench',
  label: null,
  project: 'bench',
  phase: 'running',
  time: new Date().toISOString(),
  processes: [],
  sessions: [],
  marks: [],
  warnings: [],
  losses: [],
  resets: 0,
  end: null,
};

function listRows(): readonly FileRow[] {
  const paths = Array.from({ length: DIRECTORIES * FILES - 1 }, (_, index) => {
    return `src/area-${index % DIRECTORIES}/file-${Math.floor(index / DIRECTORIES)}.ts`;
  });
  return [LARGE_FILE, ...paths].map((path, index) => {
    const total: Tally = [40 + (index % 60), 20 + (index % 20), 10 + (index % 10), 40 + (index % 50)];
    return { path, total, parts: [coveredOf(total, index)] };
  });
}

function coveredOf(total: Tally, seed: number): Tally {
  const [statements, branches, functions, lines] = total;
  const share = (size: number) => (seed * 7) % (size + 1);
  return [share(statements), share(branches), share(functions), share(lines)];
}

function textOfLargeFile(): string {
  const functions = Array.from({ length: FUNCTIONS }, (_, index) =>
    BODY.join('\n').replace('NAME', `function${index}`),
  );
  return `${functions.join('\n')}\n`;
}

/** Returns the items of the functions, five lines each. */
function listItems(): FileItems {
  const starts = Array.from({ length: FUNCTIONS }, (_, index) => index * BODY.length + 1);
  return {
    statements: starts.flatMap((line) => [
      [line + 1, 2, line + 1, 30],
      [line + 1, 18, line + 1, 30],
      [line + 2, 16, line + 2, 42],
      [line + 3, 2, line + 3, 15],
    ]),
    functions: starts.map((line, index) => ({
      name: `function${index}`,
      declaration: [line, 16, line, 20],
      body: [line, 60, line + 4, 1],
    })),
    branches: starts.flatMap((line) => [
      { kind: 'if', range: [line + 1, 2, line + 1, 30], arms: [[line + 1, 18, line + 1, 30], null] },
      {
        kind: 'cond-expr',
        range: [line + 2, 16, line + 2, 42],
        arms: [
          [line + 2, 28, line + 2, 32],
          [line + 2, 35, line + 2, 42],
        ],
      },
    ]),
  };
}
