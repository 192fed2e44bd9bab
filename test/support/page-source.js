/**
 * A source of made-up data for tests of the page in a browser: three files, one session and changed lines. The test reads what
 * the page asked for in `globalThis.asked`.
 */
const FILES = {
  'src/cart/total.ts': [10, 4],
  'src/cart/<img src=x onerror=globalThis.hit=1>.ts': [5, 5],
  'src/\u202egnp.ts': [20, 0],
};

const tally = (value) => [value, 0, 0, value];

export function createTestSource(acts) {
  const asked = [];
  globalThis.asked = asked;
  const state = {
    run: 'r',
    label: 'manual',
    project: 'shop',
    phase: 'running',
    time: new Date().toISOString(),
    processes: [],
    sessions: [
      { name: 'log in', isOpen: false, start: null, end: null, processes: 1, covered: tally(3) },
      { name: '<b>pay</b>', isOpen: true, start: null, end: null, processes: 1, covered: tally(2) },
    ],
    marks: [{ mark: 1, time: new Date().toISOString() }],
    warnings: ['A warning.'],
    losses: [],
    resets: 0,
    end: null,
  };
  return {
    followRun({ view, base, onMessage, onConnection }) {
      asked.push({ view, base });
      onConnection({ kind: 'connected' });
      onMessage({ type: 'state', state });
      const partsOf = (covered) =>
        view.kind === 'comparison' ? [tally(1), tally(covered - 1), tally(0)] : [tally(covered)];
      const rowOf = ([path, [total, covered]]) => ({ path, total: tally(total), parts: partsOf(covered) });
      onMessage({ type: 'rows', isComplete: true, rows: Object.entries(FILES).map(rowOf) });
      if (base !== null) {
        const files = [{ path: 'src/cart/total.ts', executable: [1, 2, 3], missed: [2, 3] }];
        onMessage({ type: 'changes', changes: { base, files, notes: [] } });
      }
      globalThis.grow = (path, covered) =>
        onMessage({ type: 'rows', isComplete: false, rows: [rowOf([path, [FILES[path][0], covered]])] });
      return () => {};
    },
    followFile({ path, onMessage }) {
      const items = { statements: [[1, 0, 1, 4]], functions: [], branches: [] };
      const source = { path, text: 'run();\nstop();\nend();\n', reason: null, items };
      onMessage({ type: 'source', source, layers: [[1], [0]] });
      return () => {};
    },
    readSessions: async () => ({ sessions: [] }),
    readSessionTable: async () => ({
      sessions: state.sessions.map(({ name }) => name),
      rows: Object.entries(FILES).map(([path, [total]]) => ({ path, total, covered: [1, 0] })),
    }),
    act: acts
      ? async (action) => {
          asked.push(action);
          if (action.kind === 'reset') throw new Error('The reset failed: <i>no agent</i>.');
          return action.kind === 'mark'
            ? { message: 'Marked.', mark: 1 }
            : { message: `Did ${action.kind}.` };
        }
      : undefined,
  };
}
