import { quoteValue } from './escape-terminal.js';

/**
 * All errors that covermain throws. Each has a stable `code`, which docs/errors.md explains, and a message with the
 * failure, its cause and the remedy. Libraries throw them; only `cli.ts` prints them.
 */
export class CovermainError extends Error {
  override readonly name: string = 'CovermainError';

  readonly #lines: readonly string[];

  constructor(
    /** Stable identifier, and heading of the section in docs/errors.md that explains it. */
    readonly code: ErrorCode,
    /** One line, or several whose beginnings are not data. */
    message: string | readonly string[],
    options?: ErrorOptions,
  ) {
    const lines = [message].flat();
    super(lines.join('\n'), options);
    this.#lines = lines;
  }

  /** Lines of the message. A line break inside of one comes from data. */
  get lines(): readonly string[] {
    return this.#lines;
  }
}

export type ErrorCode =
  | 'SETTING_INVALID'
  | 'CONFIG_UNREADABLE'
  | 'CONFIG_INVALID'
  | 'HARNESS_NOT_FOUND'
  | 'ENTRY_NOT_FOUND'
  | 'MANIFEST_UNREADABLE'
  | 'PACKAGE_NOT_FOUND'
  | 'COMMAND_MISSING'
  | 'COMMAND_NOT_STARTED'
  | 'DIRECTORY_NOT_WRITABLE'
  | 'DIRECTORY_NOT_PRIVATE'
  | 'DIRECTORY_IN_USE'
  | 'SOURCE_NOT_PARSED'
  | 'PARSER_NOT_LOADED'
  | 'SOURCE_NOT_STORABLE'
  | 'PROFILE_CORRUPT'
  | 'PROFILE_VERSION'
  | 'META_MISSING'
  | 'PUSH_REFUSED'
  | 'PORT_NOT_BOUND'
  | 'INPUT_NOT_FOUND'
  | 'INPUT_EMPTY'
  | 'INPUT_UNREADABLE'
  | 'OUTPUT_EXISTS'
  | 'LINE_NOT_COUNTED'
  | 'SESSION_NAME'
  | 'SESSION_LIMIT'
  | 'SESSION_RUNNING'
  | 'SESSION_UNKNOWN'
  | 'PATTERN_INVALID'
  | 'COVERAGE_EMPTY'
  | 'REPORTER_UNKNOWN'
  | 'REPORTER_FAILED'
  | 'OUTPUT_NOT_WRITABLE'
  | 'FILE_NOT_EDITABLE'
  | 'FILE_CHANGED'
  | 'FUNCTION_NOT_FOUND'
  | 'SNIPPET_INVALID'
  | 'INJECTION_EDITED'
  | 'AGENT_NOT_FOUND'
  | 'AGENT_FAILED'
  | 'AGENT_REFUSED'
  | 'OUTPUT_MISSING'
  | 'LOAD_UNSETTLED'
  | 'CLOSE_FAILED'
  | 'KUBECTL_MISSING'
  | 'KUBECTL_FORBIDDEN'
  | 'KUBECTL_FAILED'
  | 'GIT_MISSING'
  | 'GIT_NO_REPOSITORY'
  | 'GIT_REF_UNKNOWN'
  | 'GIT_NO_MERGE_BASE'
  | 'GIT_FAILED';

/** An invalid setting: its value, the accepted values, and an example. */
export interface RefusedSetting {
  readonly name: string;
  /** File whose key `name` is. @default the name is a variable, a flag or an option */
  readonly file?: string;
  readonly given: unknown;
  readonly accepted: string;
  readonly example: string;
  /** The setting with the example, as the user writes it. @default `NAME=EXAMPLE` */
  readonly assignment?: string;
}

/** Thrown for an invalid setting, before the app starts. */
export class SettingError extends CovermainError {
  override readonly name = 'SettingError';

  constructor(readonly refused: RefusedSetting) {
    const { name, accepted, example, assignment = `${name}=${example}` } = refused;
    super('SETTING_INVALID', `${describeRefusal(refused)}: expected ${accepted}. Example: ${assignment}`);
  }
}

/** Names an invalid setting and its value, such as: Invalid value true of "timeout" in covermain.config.json */
export function describeRefusal({ name, file, given }: RefusedSetting): string {
  if (file === undefined) return `Invalid ${name} ${quoteValue(given)}`;
  return `Invalid value ${quoteValue(given)} of ${nameSetting({ name, file })}`;
}

/** Names a setting, and the file that has it as a key. */
export function nameSetting({ name, file }: Pick<RefusedSetting, 'name' | 'file'>): string {
  return file === undefined ? name : `"${name}" in ${file}`;
}

/** Returns the message of a thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Returns the stack of a thrown value, or its message if it has no stack. */
export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Splits a text of another program into lines. All but the first are indented, so that they look like no message of ours. */
export function toIndentedLines(text: string): readonly string[] {
  const [first = '', ...more] = text.split('\n');
  return [first, ...more.map(indent)];
}

/** Returns a line that does not look like the first line of a message. */
export function indent(line: string): string {
  return `  ${line}`;
}
