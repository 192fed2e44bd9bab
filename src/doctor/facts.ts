/** What the checks look at. Each part is found out when the first check asks for it, and once. */
import { resolve } from 'node:path';
import { createSelector } from '../hooks/selection.js';
import { findRoot } from '../project/find-root.js';
import { type NycConfig, readNycConfig } from '../project/nyc-config.js';
import type { NotMeasured } from '../report/never-loaded.js';
import { describeRun } from '../run/describe-run.js';
import type { RunContext } from '../run-context.js';
import { type Environment, readSettings, type Settings } from '../settings/index.js';
import { checkInputs, findRecordings, type Recording } from './recordings.js';
import { isSettingName } from './setting-names.js';
import { findUnmeasurable } from './unmeasurable.js';

export interface FactsOptions {
  /** Profile directories and other profiles, relative to `cwd`. None: the newest of the project. */
  readonly inputs: readonly string[];
  /** Any folder of the project. */
  readonly cwd: string;
  readonly environment: Environment;
  /** Where remarks for people go while it takes long. */
  readonly say: (line: string) => void;
}

export interface Facts {
  /** Absolute path of the project. */
  readonly root: string;
  /** Absolute path of the folder that the doctor was called in. */
  readonly cwd: string;
  readonly environment: Environment;
  /** Node's version, without a `v`. */
  readonly node: string;
  /** Those of the environment; where one of them is refused, the defaults. */
  readonly settings: Settings;
  /** @throws CovermainError `CONFIG_UNREADABLE`, as all that follow do */
  readonly config: () => Promise<NycConfig>;
  /** What `covermain run` would hand to the processes that it starts. */
  readonly run: () => Promise<RunContext>;
  /** Absolute paths of the files that the configuration selects. */
  readonly selected: () => Promise<readonly string[]>;
  /** Those of them that cannot be measured as they are now. */
  readonly unmeasurable: () => Promise<readonly NotMeasured[]>;
  /** What was measured before. */
  readonly recordings: () => Promise<readonly Recording[]>;
}

/** So many files take long enough for a person to wonder. */
const MANY = 200;

/** @throws CovermainError `INPUT_NOT_FOUND` */
export function gatherFacts({ inputs, cwd, environment, say }: FactsOptions): Facts {
  const root = findRoot(cwd);
  const paths = checkInputs(inputs, cwd);
  const started = new Date();
  const settings = settingsOrDefaults(environment, started);
  const config = once(() => readNycConfig(root));
  const run = once(async () => {
    const directory = resolve(root, settings.directory);
    return describeRun({ root, directory, config: await config(), settings, environment, started });
  });
  const selected = once(async () => {
    const { selection } = await config();
    const files = await createSelector(selection).glob();
    return files.map((path) => resolve(selection.root, path)).sort();
  });
  return {
    ...{ root, cwd, environment, node: process.versions.node, settings, config, run, selected },
    unmeasurable: once(async () => {
      const files = await selected();
      if (files.length > MANY) say(`reading ${files.length} files`);
      return findUnmeasurable(await run(), files);
    }),
    recordings: once(async () => findRecordings(await run(), paths)),
  };
}

/** What is refused has its own check; the others need settings all the same. */
function settingsOrDefaults(environment: Environment, now: Date): Settings {
  try {
    return readSettings(environment, now);
  } catch {
    const others = Object.entries(environment).filter(([name]) => !isSettingName(name));
    return readSettings(Object.fromEntries(others), now);
  }
}

function once<Result>(find: () => Promise<Result>): () => Promise<Result> {
  let found: Promise<Result> | undefined;
  return () => {
    found ??= find();
    return found;
  };
}
