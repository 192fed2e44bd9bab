/** The project's nyc configuration: `.nycrc` and its kin, with nyc's defaults. */
import { join, relative, resolve, sep } from 'node:path';
import { loadNycConfig } from '@istanbuljs/load-nyc-config';
import schema from '@istanbuljs/schema';
import { CovermainError, messageOf, SettingError } from '../platform/errors.js';
import type { InstrumentOptions, Selection } from '../settings/run-context.js';

/** The folder of test mains, which are no part of the app. */
export const HARNESS_FOLDER = 'test-manual';

export interface NycConfig {
  readonly selection: Selection;
  readonly instrument: InstrumentOptions;
  /** Whether files that were never loaded are reported, at 0 %. @default true, unlike nyc's */
  readonly all: boolean;
  /** Whether the selection applies to the sources of compiled files, too. @default false, unlike nyc's */
  readonly excludeAfterRemap: boolean;
  readonly reporters: readonly string[];
  /** As configured, relative to the selection's root. */
  readonly reportDirectory: string;
  /** Below the first a percentage is drawn as low, from the second on as high; Istanbul's for those not given. */
  readonly watermarks: Partial<Readonly<Record<Metric, readonly [low: number, high: number]>>>;
  /** Whether reporters leave out files without code. */
  readonly skipEmpty: boolean;
  /** Whether reporters leave out files that ran as a whole. */
  readonly skipFull: boolean;
  /** Whether the thresholds are checked. */
  readonly checkCoverage: boolean;
  readonly thresholds: Thresholds;
  /** Whether the thresholds are for each file by itself. */
  readonly perFile: boolean;
}

/** What Istanbul counts, by the names that it gives them. */
export const METRICS = ['statements', 'branches', 'functions', 'lines'] as const;

export type Metric = (typeof METRICS)[number];

/** What percentage must be covered, from 0 to 100. */
export type Thresholds = Readonly<Record<Metric, number>>;

/** nyc's default extensions leave out TypeScript's explicit module kinds. */
const MORE_EXTENSIONS = ['.mts', '.cts'];

/** Declarations of those kinds. */
const MORE_EXCLUDED = ['**/*.d.{mts,cts}'];

/** @throws CovermainError `CONFIG_UNREADABLE`; SettingError for a threshold that is none */
export async function readNycConfig(root: string): Promise<NycConfig> {
  const given = await load(root);
  const config: Readonly<Record<string, unknown>> = { ...schema.defaults.nyc, all: true, ...given };
  const selectionRoot = resolve(root, String(config.cwd));
  const harness = relative(selectionRoot, join(root, HARNESS_FOLDER)).split(sep).join('/');
  return {
    selection: {
      root: selectionRoot,
      include: list(config.include),
      exclude: [...list(config.exclude), ...MORE_EXCLUDED, `${harness}/**`],
      extension:
        given.extension === undefined
          ? [...list(config.extension), ...MORE_EXTENSIONS]
          : list(config.extension),
      excludeNodeModules: config.excludeNodeModules !== false,
    },
    instrument: {
      parserPlugins: list(config.parserPlugins),
      ignoreClassMethods: list(config.ignoreClassMethod),
    },
    all: config.all === true,
    excludeAfterRemap: given.excludeAfterRemap === true,
    reporters: list(config.reporter),
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
 * A percentage as people give it.
 *
 * @param name what it is called where it was given
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

async function load(root: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await loadNycConfig({ cwd: root });
  } catch (error) {
    throw new CovermainError(
      'CONFIG_UNREADABLE',
      `the nyc configuration of ${root} cannot be read: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** nyc takes one string where it takes several. */
function list(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}
