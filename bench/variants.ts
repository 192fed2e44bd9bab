/** Defines how each tool is started. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createProfileDirectory } from '../src/profile/store/directory-layout.js';
import { readNycConfig } from '../src/project/nyc-config.js';
import { createRunContext } from '../src/run/create-run-context.js';
import { RUNS_DIRECTORY } from '../src/settings/directory.js';
import { type EngineName, readSettings } from '../src/settings/index.js';
import { encodeRunContext } from '../src/settings/run-context.js';
import { OUTPUTS } from './counted.js';

/** A program as it is started without a tool: `node [args]` in the root of its project. */
export interface App {
  /** Absolute path of the Node binary for the program and for the tool. */
  readonly node: string;
  /** Absolute path. */
  readonly root: string;
  readonly args: readonly string[];
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Absolute path. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Variant {
  readonly name: string;
  /** Whether the app's code is instrumented and counts. */
  readonly counts: boolean;
  /** Paths of the tool's caches, relative to the project. A cold start finds none of them. */
  readonly caches: readonly string[];
  readonly launch: (app: App) => Promise<Launch>;
}

/** Engine of covermain that is measured. */
export const ENGINE: EngineName = 'probe';

const REPOSITORY = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
export const NYC = require.resolve('nyc/bin/nyc.js');
export const C8 = join(require.resolve('c8'), '../bin/c8.js');

export const PLAIN: Variant = {
  name: 'plain Node',
  counts: false,
  caches: [],
  launch: async (app) => launchNode(app, []),
};

/** The complete command, as users start it. */
export const COVERMAIN: Variant = {
  name: 'covermain',
  counts: true,
  caches: ['node_modules/.cache'],
  launch: launchCommand,
};

/** Only the app's process, without the process and the time of the command. */
export const COVERMAIN_ALONE: Variant = covermainAlone("covermain, the app's process alone");

export const NYC_SILENT: Variant = {
  name: 'nyc --silent',
  counts: true,
  caches: ['node_modules/.cache'],
  launch: async (app) => launchNode(app, [NYC, '--silent', app.node]),
};

export const C8_REPORT: Variant = {
  name: 'c8',
  counts: true,
  caches: [],
  launch: async (app) => launchNode(app, [C8, app.node]),
};

export const C8_NO_REPORT: Variant = {
  name: 'c8 --reporter=none',
  counts: true,
  caches: [],
  launch: async (app) => launchNode(app, [C8, '--reporter=none', app.node]),
};

/** The mechanism that c8 uses: Node writes raw counts, which nothing reads. */
export const V8_ALONE: Variant = {
  name: 'NODE_V8_COVERAGE alone',
  counts: true,
  caches: [],
  launch: async (app) => launchNode(app, [], { NODE_V8_COVERAGE: join(app.root, OUTPUTS.v8, 'tmp') }),
};

/** Variants of scenarios that measure only the time of the app. */
export const TOOLS: readonly Variant[] = [PLAIN, COVERMAIN, NYC_SILENT, C8_REPORT];

/** Returns a variant with covermain's hooks in the app's process. @param settings environment variables */
export function covermainAlone(name: string, settings: Launch['env'] = {}): Variant {
  const launch = (app: App) => launchPreloaded(app, settings);
  return { name, counts: true, caches: ['node_modules/.cache'], launch };
}

function launchNode(app: App, before: readonly string[], env: Launch['env'] = {}): Launch {
  return {
    command: app.node,
    args: [...before, ...app.args],
    cwd: app.root,
    env: { ...cleanEnvironment(), ...env },
  };
}

async function launchPreloaded(app: App, settings: Launch['env']): Promise<Launch> {
  const { root } = app;
  const environment = { ...cleanEnvironment(), COVER_ENGINE: ENGINE, ...settings };
  const started = new Date();
  const run = createRunContext({
    root,
    environment,
    started,
    config: await readNycConfig(root),
    settings: readSettings(environment, started),
    directory: createProfileDirectory(root, OUTPUTS.covermain, RUNS_DIRECTORY),
  });
  const preload = join(REPOSITORY, 'dist/src/hooks/preload.cjs');
  return launchNode(app, ['--require', preload], encodeRunContext(run));
}

/** Starts `covermain run … -- node …` without a report, because nyc prints none here either. */
async function launchCommand(app: App): Promise<Launch> {
  const covermain = join(REPOSITORY, 'bin/covermain.js');
  const before = [covermain, 'run', '--no-report', '--dir', OUTPUTS.covermain, '--', app.node];
  return launchNode(app, before, { COVER_ENGINE: ENGINE });
}

/**
 * Returns the environment without the settings of a run that the benchmark may be part of, and without those of caches that
 * only some variants use.
 */
export function cleanEnvironment(): Launch['env'] {
  const own = /^(COVER|NYC_|NODE_OPTIONS$|NODE_PRELOAD|NODE_V8_COVERAGE$|NODE_COMPILE_CACHE$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
