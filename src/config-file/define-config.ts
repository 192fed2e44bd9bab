/** `covermain/config`: types a config file. It imports nothing, because the build copies its types for `require`. */

/**
 * Settings of a project, in `covermain.config.ts` or a file of another format. `undefined` sets nothing. Paths are relative
 * to the directory of the package.json. See docs/settings.md.
 */
export interface CovermainConfig {
  /** Module that `covermain manual` starts if the command line names none. @default the files of test-manual/ */
  readonly entry?: string | undefined;
  /** Arguments of the app if the command line has neither an entry nor arguments. */
  readonly entryArgs?: readonly string[] | undefined;
  /** Ends the app after this time: `'60s'`, or milliseconds (`COVER_TIMEOUT`). @default none */
  readonly timeout?: string | number | undefined;
  /** Time that the app and its children have to close (`COVER_GRACE`). @default '5s' */
  readonly grace?: string | number | undefined;
  /** Profile directory (`COVER_DIR`). @default 'coverage-data/<timestamp>' */
  readonly dir?: string | undefined;
  /** Instrumenter (`COVER_ENGINE`). @default 'probe' */
  readonly engine?: 'probe' | 'nyc' | undefined;
  /** Whether instrumented files are kept for later runs (`COVER_CACHE`). @default true */
  readonly cache?: boolean | undefined;
  /** Interval between two writes of the profile, or `'off'` (`COVER_FLUSH`). @default '1s' */
  readonly flush?: string | number | undefined;
  /** Signal that writes the profile, or `'off'` (`COVER_SIGNAL`). @default 'SIGUSR2' */
  readonly signal?: string | undefined;
  /** Whether that signal also starts a new epoch (`COVER_SIGNAL_RESET`). @default false */
  readonly signalReset?: boolean | undefined;
  /** File whose creation writes the profile (`COVER_TRIGGER_FILE`). @default none */
  readonly triggerFile?: string | undefined;
  /** HTTP port: a number, `0` for any free port, `'default'` for 7777 (`COVERAGE_HTTP_PORT`). @default none */
  readonly httpPort?: string | number | undefined;
  /** Host that the port is bound to (`COVER_HTTP_HOST`). @default '127.0.0.1' */
  readonly httpHost?: string | undefined;
  /** File with the bearer token that HTTP clients must send (`COVER_TOKEN`). @default none */
  readonly tokenFile?: string | undefined;
  /** Whether the live page of the run is served and opened in a browser (`COVER_UI`). @default false */
  readonly ui?: boolean | undefined;
  /** URL that the profile of each process is pushed to when it ends (`COVER_PUSH`). @default none */
  readonly push?: string | undefined;
  /** Time that one push has, with all its retries (`COVER_PUSH_TIMEOUT`). @default '3s' */
  readonly pushTimeout?: string | number | undefined;
  /** Whether each flush is pushed, too (`COVER_PUSH_ON`). @default 'exit' */
  readonly pushOn?: 'exit' | 'flush' | undefined;
  /** File with the bearer token that pushes send (`COVER_PUSH_TOKEN`). @default none */
  readonly pushTokenFile?: string | undefined;
  /** What is recorded of the arguments of processes (`COVER_ARGS`). @default 'redact' */
  readonly args?: 'redact' | 'keep' | 'omit' | undefined;
  /** Git commit of the code that is recorded (`COVER_COMMIT`). @default that of the repository */
  readonly commit?: string | undefined;
  /** Prints a line per HTTP request (`'info'`), and stacks of unexpected errors (`'debug'`) (`COVER_LOG`). @default 'off' */
  readonly log?: 'debug' | 'info' | 'off' | undefined;
  /** Reporters of `covermain manual` and `covermain run`. @default those of `.nycrc` */
  readonly reporter?: string | readonly string[] | undefined;
  /** Directory for the reports of these commands. @default that of `.nycrc` */
  readonly reportDir?: string | undefined;
}

/** What a config file exports. */
export type ConfigExport =
  | CovermainConfig
  | Promise<CovermainConfig>
  | (() => CovermainConfig | Promise<CovermainConfig>);

/** Returns its argument. It lets editors complete and check the keys. */
export function defineConfig(config: CovermainConfig): CovermainConfig;
export function defineConfig(config: ConfigExport): ConfigExport;
export function defineConfig(config: ConfigExport): ConfigExport {
  return config;
}
