/**
 * The one tree of errors. Each has a stable `code`, explained in docs/errors.md, and a message that says
 * what was expected, what came, and the remedy. Libraries throw them; only `cli.ts` prints them.
 */
export class CovermainError extends Error {
  override readonly name: string = 'CovermainError';

  constructor(
    /** Stable identifier, the heading of its section in docs/errors.md. */
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export type ErrorCode =
  | 'SETTING_INVALID'
  | 'CONFIG_UNREADABLE'
  | 'HARNESS_NOT_FOUND'
  | 'ENTRY_NOT_FOUND'
  | 'COMMAND_MISSING'
  | 'COMMAND_NOT_STARTED'
  | 'DIRECTORY_NOT_WRITABLE'
  | 'SOURCE_NOT_PARSED'
  | 'PROFILE_CORRUPT'
  | 'PROFILE_VERSION'
  | 'INPUT_NOT_FOUND'
  | 'INPUT_EMPTY'
  | 'INPUT_UNREADABLE'
  | 'OUTPUT_EXISTS'
  | 'LINE_NOT_COUNTED'
  | 'SESSION_NAME'
  | 'SESSION_RUNNING'
  | 'SESSION_UNKNOWN'
  | 'PATTERN_INVALID'
  | 'COVERAGE_EMPTY'
  | 'REPORTER_UNKNOWN'
  | 'OUTPUT_NOT_WRITABLE'
  | 'AGENT_NOT_FOUND'
  | 'AGENT_FAILED'
  | 'LOAD_UNSETTLED'
  | 'CLOSE_FAILED'
  | 'GIT_MISSING'
  | 'GIT_NO_REPOSITORY'
  | 'GIT_REF_UNKNOWN'
  | 'GIT_NO_MERGE_BASE'
  | 'GIT_FAILED';

/** What a refused setting was, what was accepted instead, and a value that would do. */
export interface RefusedSetting {
  readonly name: string;
  readonly given: string;
  readonly accepted: string;
  readonly example: string;
}

/** A setting whose value cannot be understood; thrown before anything of the app is loaded. */
export class SettingError extends CovermainError {
  override readonly name = 'SettingError';

  constructor(readonly refused: RefusedSetting) {
    const { name, given, accepted, example } = refused;
    super(
      'SETTING_INVALID',
      `Invalid ${name} ${JSON.stringify(given)}: expected ${accepted}. Example: ${name}=${example}`,
    );
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The message of whatever was thrown, with its stack where it has one. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
