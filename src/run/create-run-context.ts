/** Creates the context of a new run, which each of its processes inherits. */
import { resolve } from 'node:path';
import { findCheckedOutCommit } from '../git/checked-out-commit.js';
import { CovermainError } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';
import { fileTimeOf } from '../platform/file-time.js';
import { MAX_LIST, MAX_TEXT } from '../platform/value-checks.js';
import { runLogOf } from '../profile/store/directory-layout.js';
import type { NycConfig } from '../project/nyc-config.js';
import { describePackage } from '../project/package.js';
import { findProjectCache } from '../project/project-cache.js';
import { findInvalidContextField } from '../settings/check-run-context.js';
import type { Environment, Settings } from '../settings/index.js';
import type { Controls, RunContext } from '../settings/run-context.js';

export interface NewRunOptions {
  readonly root: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  readonly config: Pick<NycConfig, 'selection' | 'instrument'>;
  readonly settings: Settings;
  readonly environment: Environment;
  readonly started: Date;
  readonly label?: string | undefined;
  readonly entry?: string | undefined;
  readonly metadataConfig?: string | undefined;
  readonly args?: readonly string[];
}

/**
 * Returns the context of a new run, with a unique id and the commit of the project.
 *
 * @throws CovermainError `SETTING_INVALID` for a value that is too long for the processes of the run to accept it
 */
export function createRunContext(options: NewRunOptions): RunContext {
  const run = describeRun(options);
  const invalid = findInvalidContextField(run);
  if (invalid === undefined) return run;
  throw new CovermainError(
    'SETTING_INVALID',
    `Cannot pass ${quoteText(invalid)} to the processes of the run: expected at most ${MAX_LIST} values of at most ` +
      `${MAX_TEXT} characters each. Shorten it.`,
  );
}

function describeRun(options: NewRunOptions): RunContext {
  const { root, directory, config, settings, environment, started, label, entry, metadataConfig, args } =
    options;
  return {
    id: `${fileTimeOf(started.toISOString())}-${randomDigits()}`,
    label: label ?? null,
    commit: settings.commit ?? findCheckedOutCommit(root, environment),
    root,
    package: describePackage(root),
    directory,
    log: runLogOf(directory, started),
    engine: settings.engine,
    cache: settings.isCacheOn ? findProjectCache(root, environment) : null,
    selection: config.selection,
    instrument: config.instrument,
    argumentRecording: settings.argumentRecording,
    controls: controlsIn(root, settings),
    args: args ?? [],
    ...(entry === undefined ? {} : { entry }),
    ...(metadataConfig === undefined ? {} : { metadataConfig }),
  };
}

function controlsIn(root: string, { controls, grace, log }: Settings): Controls {
  const { triggerFile, http, push } = controls;
  return {
    ...controls,
    grace,
    isLogging: log !== 'off',
    triggerFile: triggerFile === null ? null : resolve(root, triggerFile),
    http: http && { ...http, needsToken: http.token !== null },
    push: push && { ...push, needsToken: push.token !== null },
  };
}

/** Returns 8 hexadecimal digits that make the id of a run unique. They are no secret. */
function randomDigits(): string {
  return Math.floor(Math.random() * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}
