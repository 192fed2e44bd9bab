/** The context of a run that nothing is started for. */
import type { RunContext } from '../../src/run-context.js';

export const RUN: RunContext = {
  root: '/app',
  directory: '/app/data',
  log: '/app/data/run.jsonl',
  engine: 'nyc',
  selection: {
    root: '/app',
    include: ['src/**'],
    exclude: [],
    extension: ['.js', '.ts'],
    excludeNodeModules: true,
  },
  instrument: { parserPlugins: [], ignoreClassMethods: [] },
  args: [],
};
