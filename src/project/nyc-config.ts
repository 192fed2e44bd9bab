/** Reads the project's nyc configuration: `.nycrc`, its variants and the key `nyc` of package.json. */
import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import schema from '@istanbuljs/schema';
import { CovermainError, messageOf, SettingError } from '../platform/errors.js';
import { isJsonObject } from '../platform/is-object.js';
import { readRegularFile } from '../platform/regular-files.js';
import type { InstrumentOptions, Selection } from '../settings/run-context.js';
import { listDirectoriesUpwards, MANIFEST, readPackageManifest } from './package.js';

/** Directory of the test mains. They are not part of the app, so they are not measured. */
export const HARNESS_DIRECTORY = 'test-manual';

/** Names of nyc's configuration files, in its order: nyc reads only the first file that a directory has. */
export const CONFIGURATION_NAMES: readonly string[] = [
  '.nycrc',
  '.nycrc.json',
  '.nycrc.yml',
  '.nycrc.yaml',
  'nyc.config.js',
  'nyc.config.cjs',
  'nyc.config.mjs',
];

export interface NycConfig {
  readonly selection: Selection;
  readonly instrument: InstrumentOptions;
  /** Whether to report files that were never loaded, with 0%. @default true (nyc: false) */
  readonly all: boolean;
  /** Whether to apply the selection to the sources of compiled files, too. @default false (nyc: true) */
  readonly excludeAfterRemap: boolean;
  readonly reporters: readonly string[];
  /** As configured: relative to `selection.root`. */
  readonly reportDirectory: string;
  /** A percentage below `low` is shown as low, one of `high` or more as high. Missing metrics have Istanbul's default. */
  readonly watermarks: Partial<Readonly<Record<Metric, readonly [low: number, high: number]>>>;
  /** Whether to leave files without code out of reports. */
  readonly skipEmpty: boolean;
  /** Whether to leave fully covered files out of reports. */
  readonly skipFull: boolean;
  /** Whether to check the thresholds. */
  readonly checkCoverage: boolean;
  readonly thresholds: Thresholds;
  /** Whether to check the thresholds for each file. */
  readonly perFile: boolean;
}

/** Istanbul's metrics. */
export const METRICS = ['statements', 'branches', 'functions', 'lines'] as const;

export type Metric = (typeof METRICS)[number];

/** Minimum percentages, from 0 to 100. */
export type Thresholds = Readonly<Record<Metric, number>>;

/** TypeScript's extensions for explicit module kinds, which nyc's defaults lack. */
const MORE_EXTENSIONS = ['.mts', '.cts'];

/** Declaration files of these kinds, and covermain's config file: nyc's defaults exclude those of other tools. */
const MORE_EXCLUDED = ['**/*.d.{mts,cts}', '**/covermain.config.{js,cjs,mjs,ts,cts,mts}'];

/**
 * Reads the configuration of a project, with nyc's defaults.
 *
 * @param root absolute path
 * @throws CovermainError `CONFIG_UNREADABLE`; SettingError for an invalid threshold
 */
export async function readNycConfig(root: string): Promise<NycConfig> {
  const given = await load(root);
  const config: Readonly<Record<string, unknown>> = { ...schema.defaults.nyc, all: true, ...given };
  const selectionRoot = resolve(root, String(config.cwd));
  const harness = relative(selectionRoot, join(root, HARNESS_DIRECTORY)).split(sep).join('/');
  return {
    selection: {
      root: selectionRoot,
      include: toList(config.include),
      exclude: [...toList(config.exclude), ...MORE_EXCLUDED, `${harness}/**`],
      extension:
        given.extension === undefined
          ? [...toList(config.extension), ...MORE_EXTENSIONS]
          : toList(config.extension),
      excludeNodeModules: config.excludeNodeModules !== false,
    },
    instrument: {
      parserPlugins: toList(config.parserPlugins),
      ignoreClassMethods: toList(config.ignoreClassMethod),
    },
    all: config.all === true,
    excludeAfterRemap: given.excludeAfterRemap === true,
    reporters: toList(config.reporter),
    reportDirectory: String(config.reportDir),
    ...readReportConfig(config),
  };
}

function readReportConfig(
  config: Readonly<Record<string, unknown>>,
): Pick<NycConfig, 'watermarks' | 'skipEmpty' | 'skipFull' | 'checkCoverage' | 'thresholds' | 'perFile'> {
  const thresholds = METRICS.map((metric) => [metric, readThreshold(metric, config[metric])] as const);
  return {
    watermarks: (config.watermarks ?? {}) as NycConfig['watermarks'],
    skipEmpty: config.skipEmpty === true,
    skipFull: config.skipFull === true,
    checkCoverage: config.checkCoverage === true,
    thresholds: Object.fromEntries(thresholds) as Record<Metric, number>,
    perFile: config.perFile === true,
  };
}

/**
 * Parses a percentage from 0 to 100.
 *
 * @param name name of the option or key, for the error
 * @throws SettingError for anything else
 */
export function readThreshold(name: string, given: unknown): number {
  const isGiven = typeof given === 'number' || (typeof given === 'string' && given.trim() !== '');
  const percentage = isGiven ? Number(given) : Number.NaN;
  if (percentage >= 0 && percentage <= 100) return percentage;
  throw new SettingError({
    name,
    given: String(given),
    accepted: 'a percentage from 0 to 100',
    example: '80',
  });
}

type Configuration = Readonly<Record<string, unknown>>;

async function load(root: string): Promise<Configuration> {
  try {
    const plain = readPlainConfiguration(root);
    if (plain) return plain;
    const { loadNycConfig } = await import('./nyc-loader.js');
    return await loadNycConfig({ cwd: root });
  } catch (error) {
    throw new CovermainError(
      'CONFIG_UNREADABLE',
      `Cannot read the nyc configuration of ${root}: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

const MAX_BYTES = 2 ** 20;

/** Matches keys that nyc's loader leaves as they are. */
const CAMEL_CASE = /^[a-z]+([A-Z][a-z]+)*$/;

/**
 * Returns a configuration that needs nothing of nyc's loader, which takes longer to load than the rest of the configuration:
 * none, or a JSON file.
 *
 * @returns `undefined` for any other
 */
function readPlainConfiguration(root: string): Configuration | undefined {
  if (existsSync(join(root, MANIFEST))) {
    const manifest = readPackageManifest(root);
    if (manifest === undefined || 'nyc' in manifest) return undefined;
  }
  const paths = listDirectoriesUpwards(root).flatMap((directory) =>
    CONFIGURATION_NAMES.map((name) => join(directory, name)),
  );
  const path = paths.find((one) => existsSync(one));
  if (path === undefined) return { cwd: root };
  if (!/\.nycrc(\.json)?$/.test(path)) return undefined;
  const config = readJsonObject(path);
  const isPlain = config && Object.keys(config).every((key) => key !== 'extends' && CAMEL_CASE.test(key));
  return isPlain ? { cwd: root, ...config } : undefined;
}

/** Returns the content of a JSON file; `undefined` if nyc's loader has to report what is wrong with it. */
function readJsonObject(path: string): Configuration | undefined {
  try {
    const content: unknown = JSON.parse(readRegularFile(path, MAX_BYTES).toString());
    return isJsonObject(content) ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Converts to a list: nyc accepts one string instead of several. */
function toList(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
