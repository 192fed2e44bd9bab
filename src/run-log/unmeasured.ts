/** Reasons why a file is not measured, as codes, and the one place that words them. */
import { type ErrorCode, messageOf } from '../platform/errors.js';

/** Reasons that a measured process finds while it loads a file. */
export type LoadFailureCode = (typeof LOAD_FAILURE_CODES)[number];

const LOAD_FAILURE_CODES = [
  'loaded-before-hooks',
  'required-import',
  'not-parsed',
  'parser-missing',
  'not-storable',
  'unreadable',
] as const;

/** Whether a value of a log is a `LoadFailureCode`. */
export function isLoadFailureCode(value: unknown): boolean {
  return LOAD_FAILURE_CODES.some((code) => code === value);
}

/** `not-loaded` and `binary` concern changed files that no profile contains. */
export type UnmeasuredCode = LoadFailureCode | 'not-loaded' | 'binary';

export interface UnmeasuredReason<Code extends UnmeasuredCode = UnmeasuredCode> {
  readonly code: Code;
  /** Message of the parser or of the file system; `null` where the code is all there is to know. */
  readonly detail: string | null;
}

export type LoadFailure = UnmeasuredReason<LoadFailureCode>;

export const LOADED_BEFORE_HOOKS: LoadFailure = { code: 'loaded-before-hooks', detail: null };

/** A file that may be imported by a required ES module: see `listImportedFiles`. */
export const REQUIRED_IMPORT: LoadFailure = { code: 'required-import', detail: null };

/** Returns the reason why a file cannot be measured. @param error what reading or instrumenting the file threw */
export function toLoadFailure(error: unknown): LoadFailure {
  // Compares the code, because each bundle has an error class of its own.
  const { code = '' } = (error ?? {}) as { readonly code?: string };
  return { code: CODES_OF_ERRORS[code] ?? 'unreadable', detail: messageOf(error) };
}

const CODES_OF_ERRORS: Readonly<Record<string, LoadFailureCode>> = {
  SOURCE_NOT_PARSED: 'not-parsed',
  PARSER_NOT_LOADED: 'parser-missing',
  SOURCE_NOT_STORABLE: 'not-storable',
} satisfies Partial<Record<ErrorCode, LoadFailureCode>>;

const CLAUSES: Readonly<Record<UnmeasuredCode, string>> = {
  'loaded-before-hooks': "it was loaded before covermain's hooks",
  'required-import':
    'an ES module that was loaded by require() imports it, which this version of Node does without calling hooks; ' +
    'load that module by import() or use Node 24.11.1 or later',
  'not-parsed': 'it cannot be parsed',
  'parser-missing': 'no file can be parsed',
  'not-storable': 'a profile cannot store its counts',
  unreadable: 'it or its source map cannot be read',
  'not-loaded': 'no process loaded it, and .nycrc sets "all" to false',
  binary: 'Git treats it as a binary file and compares no lines of it',
};

/** Returns a clause that follows "because", without a full stop: `it cannot be parsed: Unexpected token (2:1)`. */
export function describeUnmeasured({ code, detail }: UnmeasuredReason): string {
  return detail === null ? CLAUSES[code] : `${CLAUSES[code]}: ${detail.replace(/\.$/, '')}`;
}
