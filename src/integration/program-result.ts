/// <reference lib="esnext.disposable" preserve="true" />
/** Types of programs that tests start. They need no types of Node, so they compile in every project. */

export interface ExecuteOptions {
  /** Working directory. @default that of the test */
  readonly cwd?: string;
  /** Variables to add to those of the test; `undefined` removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether the program also gets the variables of the test. @default true */
  readonly extendEnv?: boolean;
  /** Text or bytes for the standard input of the program. */
  readonly input?: string | Uint8Array;
  /** @default 'pipe' */
  readonly stdin?: StreamOption;
  /** @default 'pipe' */
  readonly stdout?: StreamOption;
  /** @default 'pipe' */
  readonly stderr?: StreamOption;
  /** Whether the result has `all`: both outputs in the order in which they arrived. @default false */
  readonly all?: boolean;
  /** Duration after which the program is ended: milliseconds, or a text such as `5s`. @default none */
  readonly timeout?: number | string;
  /** Signal that ends the program after the timeout, an abort or `stop()`. @default 'SIGTERM' */
  readonly killSignal?: string | number;
  /** Duration after which a program that survives the signal is killed; `false` never kills it. @default '5s' */
  readonly forceKillAfterDelay?: number | string | false;
  /** Ends the program when it is aborted. */
  readonly signal?: AbortSignal;
  /** Maximum number of characters of each output. A program that prints more fails. @default 100 million */
  readonly maxBuffer?: number;
  /** Whether the promise is rejected if the program fails. @default true */
  readonly reject?: boolean;
  /** Whether a shell runs the command, or which shell. @default false */
  readonly shell?: boolean | string;
  /** Whether to look for the command in `node_modules/.bin` first. @default false */
  readonly preferLocal?: boolean;
}

export type StreamOption = 'pipe' | 'inherit' | 'ignore';

/** Text of an output; `undefined` if it was not piped. */
export type OutputText<Given, Name extends 'stdout' | 'stderr'> = Name extends keyof Given
  ? [Given[Name]] extends ['pipe' | undefined]
    ? string
    : [Given[Name]] extends ['inherit' | 'ignore']
      ? undefined
      : string | undefined
  : string;

/** An output, as the type of the options decides it. */
type Output = string | undefined;

/** How a program ended, as execa describes it, and where its profile is. */
export interface ProgramResult<Stdout extends Output = Output, Stderr extends Output = Output> {
  /** The command and its arguments. */
  readonly command: string;
  /** `undefined` if a signal ended the program, or if it could not be started. */
  readonly exitCode?: number | undefined;
  /** Name of the signal that ended the program. */
  readonly signal?: string | undefined;
  /** Output without the last line break; `undefined` unless it was piped. */
  readonly stdout: Stdout;
  readonly stderr: Stderr;
  /** Both outputs, with the option `all`. */
  readonly all?: string | undefined;
  /** Whether the program failed in any way. */
  readonly failed: boolean;
  /** Whether the timeout ended it. */
  readonly timedOut: boolean;
  /** Whether the option `signal` ended it. */
  readonly isCanceled: boolean;
  /** Whether a signal ended it. */
  readonly isTerminated: boolean;
  /** Whether it printed too much. */
  readonly isMaxBuffer: boolean;
  /** Code of Node's error, such as `ENOENT` for a command that does not exist. */
  readonly code?: string | undefined;
  /** Milliseconds. */
  readonly durationMs: number;
  /**
   * Absolute path of the profile directory that has the counts of the program: that of the test, or of the run outside of
   * tests. `undefined` without coverage, and for a program that measured nothing.
   */
  readonly profile: string | undefined;
  /** Absolute paths of the profiles of the program and of those that it started, in that directory. */
  readonly profileFiles: readonly string[];
}

/** The error of a program that failed. */
export interface ProgramError<Stdout extends Output = Output, Stderr extends Output = Output>
  extends ProgramResult<Stdout, Stderr>,
    Error {
  readonly code?: string;
}

/** An output of a running program. */
export interface ProgramOutput extends AsyncIterable<unknown> {
  on(event: string, listener: (...values: unknown[]) => void): unknown;
  setEncoding(encoding: 'utf8'): unknown;
}

/** The input of a running program. */
export interface ProgramInput {
  write(text: string | Uint8Array): boolean;
  end(text?: string | Uint8Array): unknown;
}

/** A program: a promise of its result, and a handle while it runs. */
export interface RunningProgram<Stdout extends Output = Output, Stderr extends Output = Output>
  extends PromiseLike<ProgramResult<Stdout, Stderr>> {
  readonly pid?: number | undefined;
  readonly stdin: ProgramInput | null;
  readonly stdout: ProgramOutput | null;
  readonly stderr: ProgramOutput | null;
  /** Sends a signal. @default the option `killSignal` @returns whether it was sent */
  kill(signal?: string | number): boolean;
  /** Ends the program and returns its result, whatever it is. */
  stop(): Promise<ProgramResult<Stdout, Stderr>>;
  /**
   * Waits until the program has printed a line that matches.
   *
   * @param expected a pattern, or a literal text
   * @returns the match
   * @throws CovermainError `OUTPUT_MISSING` if the program ends first, or after the timeout; SettingError for another value
   */
  waitForOutput(expected: RegExp | string, options?: WaitForOutputOptions): Promise<RegExpExecArray>;
  catch<Value = never>(
    onRejected: (error: ProgramError<Stdout, Stderr>) => Value | PromiseLike<Value>,
  ): Promise<ProgramResult<Stdout, Stderr> | Value>;
  finally(onFinally: () => void): Promise<ProgramResult<Stdout, Stderr>>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface WaitForOutputOptions {
  /** Milliseconds, or a text such as `5s`. @default '30s' */
  readonly timeout?: number | string;
}
