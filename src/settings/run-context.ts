/**
 * The context of a run, which a command passes to every process in one environment variable. Child processes inherit it,
 * so they are measured with the same options and write to the same directory.
 */
import type { ProfilePackage } from '../profile/model/profile-package.js';
import type { ArgumentRecording } from './arguments.js';
import { isRunContext } from './check-run-context.js';
import type { HttpSettings } from './http.js';
import type { EngineName, Environment } from './index.js';
import type { PushSettings } from './push.js';
import { PUSH_TOKEN_VARIABLE, readPushToken } from './push-token.js';
import { findUrlDefect, PUSH_VARIABLE, readPushUrl } from './push-url.js';
import { readToken, TOKEN_VARIABLE } from './token.js';

export const RUN_CONTEXT = 'COVERMAIN_RUN';

/** nyc's options of the same names, which select the files to measure. */
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
  readonly push: PushControl | null;
  /** Milliseconds that a program has to end by itself after a stop request. */
  readonly grace: number;
  /** Whether each HTTP request is logged. */
  readonly isLogging: boolean;
}

interface HttpControl extends HttpSettings {
  /** Whether the run has a token. A process whose environment lacks it has none to check, and must not serve HTTP. */
  readonly needsToken: boolean;
}

/** How profiles are pushed. */
export interface PushControl extends Omit<PushSettings, 'url'> {
  /** URL with placeholders; `null` in a process whose environment lacks it. Such a process cannot push. */
  readonly url: string | null;
  /** Whether the run has a token for pushes. */
  readonly needsToken: boolean;
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
  /** What is recorded of the arguments of processes. */
  readonly argumentRecording: ArgumentRecording;
  /** Arguments that the app sees after `process.argv[1]`. */
  readonly args: readonly string[];
}

/**
 * Returns the context of the run that this process belongs to, or `undefined` outside a run. A context that is damaged or of
 * another version is none.
 */
export function readRunContext(environment: Environment): RunContext | undefined {
  const context = parseContext(environment[RUN_CONTEXT]);
  if (context === undefined) return undefined;
  const { http, push } = context.controls;
  return withSecrets(context, {
    token: http?.needsToken ? readToken(environment) : null,
    pushUrl: push === null ? null : usableUrl(readPushUrl(environment)),
    pushToken: push?.needsToken ? readPushToken(environment) : null,
  });
}

/** Whether the variable is set, and its value is not the context of a run. */
export function hasInvalidContext(environment: Environment): boolean {
  const text = environment[RUN_CONTEXT];
  return text !== undefined && parseContext(text) === undefined;
}

function parseContext(text = ''): RunContext | undefined {
  try {
    const context: unknown = JSON.parse(text);
    return isRunContext(context) ? (context as RunContext) : undefined;
  } catch {
    return undefined;
  }
}

/** The app may have set the variable to another text before it started this process. */
function usableUrl(url: string | null): string | null {
  return url === null || findUrlDefect(url) !== undefined ? null : url;
}

/**
 * Returns the environment variables that pass a context to child processes. The secrets are only in their own variables, so
 * that they are not in the environment twice.
 */
export function encodeRunContext(context: RunContext): Readonly<Record<string, string>> {
  const { token, pushUrl, pushToken } = secretsOf(context);
  return {
    [RUN_CONTEXT]: encode(withSecrets(context, { token: null, pushUrl: null, pushToken: null })),
    ...(token === null ? {} : { [TOKEN_VARIABLE]: token }),
    ...(pushUrl === null ? {} : { [PUSH_VARIABLE]: pushUrl }),
    ...(pushToken === null ? {} : { [PUSH_TOKEN_VARIABLE]: pushToken }),
  };
}

/** Puts the id first: see `startOfEncodedContext`. */
function encode({ id, ...others }: RunContext): string {
  return JSON.stringify({ id, ...others });
}

/** Returns how the variable with the context of a run starts in the environment of a process. @param run id of the run */
export function startOfEncodedContext(run: string): string {
  return `${RUN_CONTEXT}={"id":${JSON.stringify(run)},`;
}

/** The secrets of a context, `null` if it has none. */
interface ContextSecrets {
  readonly token: string | null;
  readonly pushUrl: string | null;
  readonly pushToken: string | null;
}

/** Returns the context with the secrets of another context of the same run, if it needs them and has none. */
export function withSecretsOf(other: RunContext, context: RunContext): RunContext {
  const { http, push } = context.controls;
  const own = secretsOf(context);
  const others = secretsOf(other);
  return withSecrets(context, {
    token: http?.needsToken ? (own.token ?? others.token) : own.token,
    pushUrl: own.pushUrl ?? others.pushUrl,
    pushToken: push?.needsToken ? (own.pushToken ?? others.pushToken) : own.pushToken,
  });
}

function secretsOf({ controls: { http, push } }: RunContext): ContextSecrets {
  return {
    token: http?.token ?? null,
    pushUrl: push?.url ?? null,
    pushToken: push?.token ?? null,
  };
}

function withSecrets(context: RunContext, { token, pushUrl, pushToken }: ContextSecrets): RunContext {
  const { controls } = context;
  const { http, push } = controls;
  return {
    ...context,
    controls: {
      ...controls,
      http: http && { ...http, token },
      push: push && { ...push, url: pushUrl, token: pushToken },
    },
  };
}
