/** The keys of a config file: those of the settings, and those without a variable. */
import { keyOf, SETTINGS } from '../settings/table.js';

/** A key without a variable. */
export interface PlainKey {
  readonly key: string;
  /** Flag of `covermain manual` and `covermain run`, or argument of `covermain manual`, that overrides it. */
  readonly overriddenBy: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** The accepted types, for an error. */
  readonly accepted: string;
  readonly hasType: (value: unknown) => boolean;
  readonly description: string;
  readonly default: string;
  readonly example: string | readonly string[];
}

const TEXT = { type: 'string', minLength: 1 };
const TEXTS = { type: 'array', items: { type: 'string' } };

export const PLAIN_KEYS: readonly PlainKey[] = [
  {
    key: 'entry',
    overriddenBy: 'entry',
    schema: TEXT,
    accepted: 'the path of a module',
    hasType: isFilledText,
    description: 'Module that `covermain manual` starts',
    default: 'the files of test-manual/',
    example: 'src/main.ts',
  },
  {
    key: 'entryArgs',
    overriddenBy: 'arguments',
    schema: TEXTS,
    accepted: 'a list of texts',
    hasType: isTexts,
    description: 'Arguments of the app that `covermain manual` starts',
    default: 'none',
    example: ['--port', '8080'],
  },
  {
    key: 'reporter',
    overriddenBy: '--reporter',
    schema: { anyOf: [TEXT, TEXTS] },
    accepted: 'the name of a reporter, or a list of names',
    hasType: (value) => isFilledText(value) || isTexts(value),
    description: 'Reporters to use instead of those of .nycrc',
    default: 'those of .nycrc',
    example: 'html',
  },
  {
    key: 'reportDir',
    overriddenBy: '--report-dir',
    schema: TEXT,
    accepted: 'the path of a directory',
    hasType: isFilledText,
    description: 'Directory for reports, instead of the one of .nycrc',
    default: 'that of .nycrc',
    example: 'coverage',
  },
];

/** Names of all keys. */
export const CONFIG_KEYS: readonly string[] = [...PLAIN_KEYS.map(({ key }) => key), ...SETTINGS.map(keyOf)];

function isFilledText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
