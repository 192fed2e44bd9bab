/**
 * What a command hands to every process of a run, in one environment variable: children inherit it,
 * so that they are measured the same way and write to the same place.
 */
import type { EngineName, Environment } from './index.js';

export const RUN_CONTEXT = 'COVERMAIN_RUN';

/** Which files are measured: nyc's options of the same names, decided by `test-exclude`. */
export interface Selection {
  /** Absolute path that the patterns are relative to; what lies outside is never measured. */
  readonly root: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly extension: readonly string[];
  readonly excludeNodeModules: boolean;
}

/** nyc's options for its instrumenter, by their names in `.nycrc`. */
export interface InstrumentOptions {
  readonly parserPlugins: readonly string[];
  readonly ignoreClassMethods: readonly string[];
}

/** How a process is controlled while it runs. */
export interface Controls {
  /** Milliseconds between two flushes of the profile; `null`: it is written at the end. */
  readonly flush: number | null;
  /** Dumps the profile. */
  readonly signal: NodeJS.Signals | null;
  /** Whether that signal also begins a new epoch. */
  readonly isSignalResetting: boolean;
  /** Absolute path of a file whose creation dumps the profile. */
  readonly triggerFile: string | null;
  readonly http: HttpControl | null;
  /** Milliseconds that a program has to end by itself once it is asked to. */
  readonly grace: number;
}

export interface HttpControl {
  /** `0`: one that the system chooses. */
  readonly port: number;
  readonly host: string;
  /** What callers have to know; `null` only on loopback. */
  readonly token: string | null;
}

export interface RunContext {
  /** Unique among runs, of letters, digits and `-`. */
  readonly id: string;
  /** What the user calls this run. */
  readonly label: string | null;
  /** Git's hash of what is measured, where known. */
  readonly commit: string | null;
  /** Absolute path of the project, where everything is run. */
  readonly root: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Absolute path of the run log. */
  readonly log: string;
  readonly engine: EngineName;
  /** Absolute path of the folder of instrumented files; `null` where none are kept. */
  readonly cache: string | null;
  readonly selection: Selection;
  readonly instrument: InstrumentOptions;
  readonly controls: Controls;
  /** Absolute path of the module to measure, where no harness file names it. */
  readonly entry?: string;
  /** The window that is open: absolute path of its harness file, and the title it has there. */
  readonly window?: { readonly harnessFile: string; readonly title: string };
  /** What the app sees behind `process.argv[1]`. */
  readonly args: readonly string[];
}

/** The context of the run this process belongs to, or `undefined` outside a run. */
export function readRunContext(environment: Environment): RunContext | undefined {
  const text = environment[RUN_CONTEXT];
  return text === undefined ? undefined : (JSON.parse(text) as RunContext);
}

export function encodeRunContext(context: RunContext): Readonly<Record<string, string>> {
  return { [RUN_CONTEXT]: JSON.stringify(context) };
}
