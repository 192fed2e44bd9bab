/** Reads the config file of a project, and validates its keys. */
import { relative, sep } from 'node:path';
import { CovermainError, SettingError } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';
import { isJsonObject } from '../platform/is-object.js';
import { nearestName } from '../platform/nearest-name.js';
import { createLayer, EMPTY_LAYER, type SettingLayer, type SettingTerm } from '../settings/layers.js';
import { keyOf, SETTINGS, type Setting } from '../settings/table.js';
import { CONFIG_KEYS, PLAIN_KEYS } from './config-keys.js';
import { findConfigFile } from './find-config-file.js';
import { assignKey, toLiteral } from './key-syntax.js';
import { loadConfigFile } from './load-config-file.js';

export interface ConfigFile {
  /** Absolute path; `undefined` if the project has no config file. */
  readonly path: string | undefined;
  /** Path relative to the project; empty if it has no config file. */
  readonly name: string;
  /** Keys that are set. */
  readonly keys: readonly string[];
  readonly settings: SettingLayer;
  /** Path of the module to start, relative to the project. */
  readonly entry?: string;
  readonly entryArgs?: readonly string[];
  readonly reporters?: readonly string[];
  /** Relative to the project. */
  readonly reportDirectory?: string;
}

const NO_CONFIG_FILE: ConfigFile = { path: undefined, name: '', keys: [], settings: EMPTY_LAYER };

/**
 * Reads the config file of a project.
 *
 * @param root absolute path of the project
 * @throws CovermainError `CONFIG_UNREADABLE`, `CONFIG_INVALID`; SettingError for a value of a wrong type
 */
export async function readConfigFile(root: string): Promise<ConfigFile> {
  const path = findConfigFile(root);
  if (path === undefined) return NO_CONFIG_FILE;
  const name = relative(root, path).split(sep).join('/');
  return toConfigFile(await loadConfigFile(path, name), { path, name, root });
}

interface ConfigSource {
  readonly path: string;
  /** Path relative to the project. */
  readonly name: string;
  readonly root: string;
}

/** Validates the content of a config file. @throws CovermainError `CONFIG_INVALID`; SettingError */
export function toConfigFile(content: unknown, { path, name, root }: ConfigSource): ConfigFile {
  if (!isJsonObject(content)) throw notAnObject(name);
  const unknown = Object.keys(content).find((key) => key !== '$schema' && !CONFIG_KEYS.includes(key));
  if (unknown !== undefined) throw unknownKey(unknown, name);
  const values = plainValuesOf(content, name);
  return {
    path,
    name,
    keys: CONFIG_KEYS.filter((key) => content[key] !== undefined),
    settings: createLayer(content, { termOf: (setting) => termOfKey(setting, name, content), root }),
    ...(values.entry === undefined ? {} : { entry: String(values.entry) }),
    ...(values.entryArgs === undefined ? {} : { entryArgs: values.entryArgs as readonly string[] }),
    ...(values.reporter === undefined
      ? {}
      : { reporters: [values.reporter as string | readonly string[]].flat() }),
    ...(values.reportDir === undefined ? {} : { reportDirectory: String(values.reportDir) }),
  };
}

type Values = Readonly<Record<string, unknown>>;

/** Returns the values of the keys without variables. */
function plainValuesOf(content: Values, file: string): Values {
  const given = PLAIN_KEYS.filter(({ key }) => content[key] !== undefined);
  for (const { key, accepted, example, hasType } of given) {
    if (hasType(content[key])) continue;
    throw new SettingError({
      name: key,
      file,
      given: content[key],
      accepted,
      example: String(example),
      assignment: assignKey(file, key, toLiteral(file, example)),
    });
  }
  return Object.fromEntries(given.map(({ key }) => [key, content[key]]));
}

function termOfKey(setting: Setting, file: string, content: Values): SettingTerm {
  const key = keyOf(setting);
  const isSwitch = setting.value.placeholder === undefined;
  return {
    name: key,
    file,
    given: content[key],
    // A port is a number, as the JSON schema requires.
    assign: (example) =>
      assignKey(file, key, isSwitch || /^\d+$/.test(example) ? example : toLiteral(file, example)),
  };
}

function notAnObject(name: string): CovermainError {
  const remedy = name.endsWith('.json')
    ? 'Write { "timeout": "60s" }.'
    : "Write export default defineConfig({ timeout: '60s' }).";
  return new CovermainError('CONFIG_INVALID', `Invalid ${name}: expected an object with settings. ${remedy}`);
}

function unknownKey(key: string, name: string): CovermainError {
  const setting = SETTINGS.find(({ variable, flag }) => variable === key || flag === key);
  const suggestion = setting ? keyOf(setting) : nearestName(key, CONFIG_KEYS);
  const remedy =
    suggestion === undefined ? `The keys are ${CONFIG_KEYS.join(', ')}.` : `Did you mean ${suggestion}?`;
  return new CovermainError(
    'CONFIG_INVALID',
    `Unknown key ${quoteText(key)} in ${name}. ${reasonFor(key)}${remedy}`,
  );
}

/** Reasons why a key belongs elsewhere. */
function reasonFor(key: string): string {
  if (key === 'MANUAL_INTEGRATION' || key === 'yes')
    return 'The person who starts a run opens the window, so no file does. ';
  return NYC_KEYS.has(key) ? 'What is measured and checked is configured in .nycrc. ' : '';
}

/** Keys of `.nycrc` that people expect here. */
const NYC_KEYS: ReadonlySet<string> = new Set([
  'include',
  'exclude',
  'extension',
  'all',
  'cwd',
  'checkCoverage',
  'check-coverage',
  'perFile',
  'per-file',
  'statements',
  'branches',
  'functions',
  'lines',
  'watermarks',
]);
