/** The project's nyc configuration: `.nycrc` and its kin, with nyc's defaults. */
import { join, relative, resolve, sep } from 'node:path';
import { loadNycConfig } from '@istanbuljs/load-nyc-config';
import schema from '@istanbuljs/schema';
import { CovermainError, messageOf } from '../errors.js';
import type { InstrumentOptions, Selection } from '../run-context.js';

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
}

/** nyc's default extensions leave out TypeScript's explicit module kinds. */
const MORE_EXTENSIONS = ['.mts', '.cts'];

/** Declarations of those kinds. */
const MORE_EXCLUDED = ['**/*.d.{mts,cts}'];

/** @throws CovermainError `CONFIG_UNREADABLE` */
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
  };
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
