/** Provides the context of a run for which no process is started. */
import type { RunContext } from '../../src/settings/run-context.js';

export const RUN: RunContext = {
  id: 'run-1',
  label: null,
  commit: null,
  root: '/app',
  package: { name: 'app', directory: '' },
  directory: '/app/data',
  log: '/app/data/run.jsonl',
  engine: 'nyc',
  cache: null,
  selection: {
    root: '/app',
    include: ['src/**'],
    exclude: [],
    extension: ['.js', '.ts'],
    excludeNodeModules: true,
  },
  instrument: { parserPlugins: [], ignoreClassMethods: [] },
  controls: {
    flush: null,
    signal: null,
    isSignalResetting: false,
    isLogging: false,
    triggerFile: null,
    http: null,
    push: null,
    grace: 5_000,
  },
  argumentRecording: 'redact',
  args: [],
};
