/**
 * Layers of settings: flags override variables, and variables override a config file. All layers become one environment,
 * so that one parser validates every value and child processes inherit it. Errors name what the user has written.
 */
import { resolve } from 'node:path';
import { messageOf, nameSetting, type RefusedSetting, SettingError } from '../platform/errors.js';
import { readRegularFile } from '../platform/regular-files.js';
import { MAX_TEXT } from '../platform/value-checks.js';
import { type Environment, readVariable } from './environment.js';
import { readSettings, type Settings } from './index.js';
import { keyOf, SETTINGS, type Setting } from './table.js';

/** How the user has written a setting: the flag `--timeout`, or the key `timeout` of a file. */
export interface SettingTerm extends Pick<RefusedSetting, 'name' | 'file'> {
  /** The value as written, if it is not the text that is parsed. */
  readonly given?: unknown;
  /** Writes the setting with an example value. */
  readonly assign: (example: string) => string;
}

export interface SettingLayer {
  /** Values by variable. */
  readonly values: Readonly<Record<string, string>>;
  /** Terms by variable. */
  readonly terms: Readonly<Record<string, SettingTerm>>;
}

export const EMPTY_LAYER: SettingLayer = { values: {}, terms: {} };

export interface LayerOptions {
  /** Returns how the layer writes a setting. */
  readonly termOf: (setting: Setting) => SettingTerm;
  /** Absolute path of the project, which paths are relative to. */
  readonly root: string;
}

/**
 * Creates a layer.
 *
 * @param given values by key; `undefined` sets nothing, and other keys are ignored
 * @throws SettingError for a value of a wrong type, and for a file that cannot be read
 */
export function createLayer(
  given: Readonly<Record<string, unknown>>,
  { termOf, root }: LayerOptions,
): SettingLayer {
  const set = SETTINGS.filter((setting) => given[keyOf(setting)] !== undefined);
  return {
    values: Object.fromEntries(
      set.map((setting) => [
        setting.variable,
        textOf(setting, given[keyOf(setting)], { term: termOf(setting), root }),
      ]),
    ),
    terms: Object.fromEntries(
      set.map((setting) => [setting.variable, contentTermOf(setting, termOf(setting))]),
    ),
  };
}

/** The example of a file's content is a value, so it is assigned by writing the file. */
function contentTermOf(
  { isFile = false, isSecret = false }: Setting,
  { given, ...term }: SettingTerm,
): SettingTerm {
  if (isFile) return { ...term, assign: () => 'openssl rand -hex 16 > FILE' };
  return given === undefined || isSecret ? term : { ...term, given };
}

/** Returns the layer of the flags of a command. @param flags as commander parses them @throws SettingError */
export function createFlagLayer(flags: Readonly<Record<string, unknown>>, root: string): SettingLayer {
  return createLayer(flags, { termOf: ({ flag }) => termOfFlag(flag), root });
}

function termOfFlag(flag: string): SettingTerm {
  return { name: `--${flag}`, assign: (example) => `--${flag}=${example}` };
}

function textOf(
  { value, isFile = false, example }: Setting,
  given: unknown,
  { term, root }: { readonly term: SettingTerm; readonly root: string },
): string {
  const refuse = (accepted: string) =>
    new SettingError({
      ...named(term),
      given,
      accepted,
      example,
      assignment: term.assign(example),
    });
  if (!value.hasType(given)) throw refuse(value.accepted);
  const text = value.toText(given);
  if (!isFile) return text;
  try {
    const content = readRegularFile(resolve(root, text), MAX_TEXT).toString().trim();
    if (content !== '') return content;
  } catch (error) {
    throw refuse(`a readable file (${messageOf(error)})`);
  }
  throw refuse('a file that is not empty');
}

export interface Layers {
  readonly flags: SettingLayer;
  readonly environment: Environment;
  readonly config: SettingLayer;
  /** Defaults of a command, by variable. A variable that is set but empty turns its default off. */
  readonly defaults?: Environment;
}

/** The settings of a run, from all layers. */
export interface MergedSettings {
  readonly settings: Settings;
  /** The environment with the values of all layers, for child processes. */
  readonly environment: Environment;
  /** Returns an error about a variable in the terms of the layer that the value comes from. */
  readonly inTerms: (error: SettingError) => SettingError;
}

/** Merges the layers. @param now names the default profile directory @throws SettingError for the first invalid setting */
export function mergeSettings(layers: Layers, now: Date): MergedSettings {
  const environment = mergeLayers(layers);
  const terms = { ...whereUnset(layers.config.terms, layers.environment), ...layers.flags.terms };
  const inTerms = (error: SettingError) => translateError(error, terms);
  try {
    return { settings: readSettings(environment, now), environment, inTerms };
  } catch (error) {
    throw error instanceof SettingError ? inTerms(error) : error;
  }
}

/** Returns the environment with the values of all layers, which may be invalid. */
export function mergeLayers({ flags, environment, config, defaults = {} }: Layers): Environment {
  return { ...defaults, ...environment, ...whereUnset(config.values, environment), ...flags.values };
}

/** Returns the entries whose variables are not set. */
function whereUnset<Value>(
  byVariable: Readonly<Record<string, Value>>,
  environment: Environment,
): Readonly<Record<string, Value>> {
  const entries = Object.entries(byVariable);
  return Object.fromEntries(
    entries.filter(([variable]) => readVariable(environment, variable) === undefined),
  );
}

/** Returns an error in the terms of a layer. */
export function translateError(
  error: SettingError,
  terms: Readonly<Record<string, SettingTerm>>,
): SettingError {
  const { refused } = error;
  const term = terms[refused.name];
  const accepted = refused.accepted.replace(/\b[A-Z]+_[A-Z_]+\b/g, (name) =>
    nameSetting(terms[name] ?? { name }),
  );
  return new SettingError({
    ...refused,
    accepted,
    ...(term
      ? { ...named(term), given: term.given ?? refused.given, assignment: term.assign(refused.example) }
      : {}),
  });
}

function named({ name, file }: SettingTerm): Pick<RefusedSetting, 'name' | 'file'> {
  return { name, ...(file === undefined ? {} : { file }) };
}
