/**
 * The context of a run, which a command passes to every process in one environment variable. Child processes inherit it,
 * so they are measured with the same options and write to the same directory.
 */
import type { ProfilePackage } from '../profile/model/profile-package.js';
import type { EngineName, Environment } from './index.js';

export const RUN_CONTEXT = 'COVERMAIN_RUN';

/** nyc's options of the same names, by which `test-exclude` selects the files to measure. */
export interface Selection {
  /** Absolute path that the patterns are relative to. Files outside are never measured. */
  readonly root: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly extension: readonly string[];
  readonly excludeNodeModules: boolean;
}

/** nyc's options for its instrumenter, with their names in `.nycrc`. */
export interface InstrumentOptions {
  readonly parserPlugins: readonly string[];
  readonly ignoreClassMethods: readonly string[];
}

/** Controls of a process while it runs. */
export interface Controls {
  /** Milliseconds between two flushes of the profile; `null` writes it only at the end. */
  readonly flush: number | null;
  /** Signal that dumps the profile. */
  readonly signal: NodeJS.Signals | null;
  /** Whether the signal also begins a new epoch. */
  readonly isSignalResetting: boolean;
  /** Absolute path of a file whose creation dumps the profile. */
  readonly triggerFile: string | null;
  readonly http: HttpControl | null;
  /** Milliseconds that a program has to end by itself after a stop request. */
  readonly grace: number;
}

export interface HttpControl {
  /** Port number; `0` lets the system choose one. */
  readonly port: number;
  readonly host: string;
  /** Bearer token that clients must send; `null` only on loopback. */
  readonly token: string | null;
}

export interface RunContext {
  /** Unique id of the run: letters, digits and `-`. */
  readonly id: string;
  /** Name that the user gives this run. */
  readonly label: string | null;
  /** Hash of the measured Git commit, if known. */
  readonly commit: string | null;
  /** Absolute path of the project, in which everything runs. */
  readonly root: string;
  /** The package that the project is. */
  readonly package: ProfilePackage;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Absolute path of the run log. */
  readonly log: string;
  readonly engine: EngineName;
  /** Absolute path of the directory of instrumented files; `null` if they are not cached. */
  readonly cache: string | null;
  readonly selection: Selection;
  readonly instrument: InstrumentOptions;
  readonly controls: Controls;
  /** Absolute path of the module to measure if no harness file names it. */
  readonly entry?: string;
  /** The open window: absolute path of its harness file, and its title there. */
  readonly window?: { readonly harnessFile: string; readonly title: string };
  /** Absolute path of the tsconfig.json that asks for decorator metadata, if covermain runs the app by tsx. */
  readonly metadataConfig?: string;
  /** Arguments that the app sees after `process.argv[1]`. */
  readonly args: readonly string[];
}

/** Returns the context of the run that this process belongs to, or `undefined` outside a run. */
export function readRunContext(environment: Environment): RunContext | undefined {
  const text = environment[RUN_CONTEXT];
  return text === undefined ? undefined : (JSON.parse(text) as RunContext);
}

/** Returns the environment variable that passes a context to child processes. */
export function encodeRunContext(context: RunContext): Readonly<Record<string, string>> {
  return { [RUN_CONTEXT]: JSON.stringify(context) };
}
