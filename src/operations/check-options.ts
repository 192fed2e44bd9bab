/** Checks the types of options, which JavaScript programs can get wrong. */
import { CovermainError } from '../platform/errors.js';
import { quoteValue } from '../platform/escape-terminal.js';
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
  onWarning: { accepts: (value) => typeof value === 'function', description: 'a function' },
};

/** @throws CovermainError `SETTING_INVALID` for an option with a value of another type */
export function checkOptions(options: Readonly<Partial<Record<OptionName, unknown>>>): void {
  for (const [name, type] of Object.entries(TYPES) as readonly (readonly [OptionName, ValueType])[]) {
    const value = options[name];
    if (value === undefined || type.accepts(value)) continue;
    throw new CovermainError(
      'SETTING_INVALID',
      `Invalid option ${name} ${quoteValue(value)}: expected ${type.description}.`,
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

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
