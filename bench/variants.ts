/** How each tool is started. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createProfileDirectory } from '../src/profile/store/directory-layout.js';
import { readNycConfig } from '../src/project/nyc-config.js';
import { createRunContext } from '../src/run/create-run-context.js';
import { type EngineName, readSettings } from '../src/settings/index.js';
import { encodeRunContext } from '../src/settings/run-context.js';

/** A program as its author starts it: `node [args]` in the root of its project. */
export interface App {
  /** The binary that runs it, and the tool around it. */
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
  /** Whether the app's code counts. */
  readonly counts: boolean;
  /** What the tool keeps from one start to the next, relative to the project: a cold start finds none of it. */
  readonly caches: readonly string[];
  readonly launch: (app: App) => Promise<Launch>;
}

/** The engine that is measured as covermain's. */
export const ENGINE: EngineName = 'probe';

/** Where covermain writes, relative to the project. */
const PROFILES = 'coverage-data';

const REPOSITORY = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const NYC = require.resolve('nyc/bin/nyc.js');
const C8 = join(require.resolve('c8'), '../bin/c8.js');

export const PLAIN: Variant = {
  name: 'plain Node',
  counts: false,
  caches: [],
  launch: async (app) => launchNode(app, []),
};

/** The whole command, as its users start it. */
export const COVERMAIN: Variant = {
  name: 'covermain',
  counts: true,
  caches: ['node_modules/.cache'],
  launch: launchCommand,
};

/** Without the process of the command around it, so without its time. */
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

/** What c8 is built on: Node writes its raw counts, and nobody reads them. */
export const V8_ALONE: Variant = {
  name: 'NODE_V8_COVERAGE alone',
  counts: true,
  caches: [],
  launch: async (app) => launchNode(app, [], { NODE_V8_COVERAGE: join(app.root, 'coverage/tmp') }),
};

/** For scenarios that take nothing but the app's own time. */
export const TOOLS: readonly Variant[] = [PLAIN, COVERMAIN, NYC_SILENT, C8_REPORT];

/** covermain's hooks in the app's own process. @param settings environment variables */
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
    directory: createProfileDirectory(root, PROFILES),
  });
  const preload = join(REPOSITORY, 'dist/src/hooks/preload.cjs');
  return launchNode(app, ['--require', preload], encodeRunContext(run));
}

/** `covermain run … -- node …`: everything but the report, which nyc's users are not given here either. */
async function launchCommand(app: App): Promise<Launch> {
  const covermain = join(REPOSITORY, 'bin/covermain.js');
  const before = [covermain, 'run', '--no-report', '--dir', PROFILES, '--', app.node];
  return launchNode(app, before, { COVER_ENGINE: ENGINE });
}

/** Without the settings of a measuring that this may be part of, and of caches that only some variants would use. */
export function cleanEnvironment(): Launch['env'] {
  const own = /^(COVER|NYC_|NODE_OPTIONS$|NODE_PRELOAD|NODE_V8_COVERAGE$|NODE_COMPILE_CACHE$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
