/** Checks the types of options, which JavaScript programs can get wrong. */
import { CovermainError } from '../platform/errors.js';
import { quoteValue } from '../platform/escape-terminal.js';
import { isJsonObject } from '../platform/is-object.js';
import type { DiffOptions, MergeOptions, ReportOptions } from './options.js';

type OptionName = keyof (DiffOptions & MergeOptions & ReportOptions);

interface ValueType {
  readonly accepts: (value: unknown) => boolean;
  readonly description: string;
}

const TEXT: ValueType = { accepts: isText, description: 'a string' };
const TEXTS: ValueType = {
  accepts: (value) => Array.isArray(value) && value.every(isText),
  description: 'an array of strings',
};
const FLAG: ValueType = { accepts: (value) => typeof value === 'boolean', description: 'a boolean' };

const PERCENTAGE: ValueType = { accepts: (value) => typeof value === 'number', description: 'a number' };

/** Types of the options whose wrong values no other check finds. */
const TYPES: Partial<Readonly<Record<OptionName, ValueType>>> = {
  cwd: TEXT,
  root: TEXT,
  output: TEXT,
  base: TEXT,
  reportDir: TEXT,
  inputs: TEXTS,
  recordedRoot: TEXTS,
  include: TEXTS,
  exclude: TEXTS,
  reporter: TEXTS,
  force: FLAG,
  skipEmpty: FLAG,
  skipFull: FLAG,
  checkCoverage: FLAG,
  perFile: FLAG,
  statements: PERCENTAGE,
  branches: PERCENTAGE,
  functions: PERCENTAGE,
  lines: PERCENTAGE,
  failUnder: PERCENTAGE,
  environment: {
    accepts: (value) => isJsonObject(value) && Object.values(value).every(isTextOrMissing),
    description: 'an object with strings',
  },
  signal: { accepts: isAbortSignal, description: 'an AbortSignal' },
  onWarning: { accepts: (value) => typeof value === 'function', description: 'a function' },
};

/** @throws CovermainError `SETTING_INVALID` for an option with a value of another type */
export function checkOptions(
  options: Readonly<Partial<Record<OptionName, unknown>>> | null | undefined,
): void {
  if (typeof options !== 'object' || options === null)
    throw new CovermainError(
      'SETTING_INVALID',
      `Invalid options ${quoteValue(options)}: expected an object.`,
    );
  for (const [name, type] of Object.entries(TYPES) as readonly (readonly [OptionName, ValueType])[]) {
    const value = options[name];
    if (value === undefined || type.accepts(value)) continue;
    // The environment can contain secrets.
    const given = isJsonObject(value) ? '' : ` ${quoteValue(value)}`;
    throw new CovermainError(
      'SETTING_INVALID',
      `Invalid option ${name}${given}: expected ${type.description}.`,
    );
  }
}

/** @throws CovermainError `SETTING_INVALID` if an option is missing or empty */
export function requireOption(
  options: Readonly<Partial<Record<OptionName, unknown>>>,
  name: OptionName,
  example: string,
): void {
  const value = options[name];
  if (value !== undefined && (value as { readonly length?: number }).length !== 0) return;
  throw new CovermainError('SETTING_INVALID', `Missing option ${name}: expected ${example}.`);
}

function isTextOrMissing(value: unknown): boolean {
  return value === undefined || isText(value);
}

/** Whether a value has the methods of an AbortSignal, which can come from another realm. */
function isAbortSignal(value: unknown): boolean {
  return typeof (value as Partial<AbortSignal> | null)?.throwIfAborted === 'function';
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
