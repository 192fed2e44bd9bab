/** Reads the final profile of a run, as `covermain report` does. */

import { resolve } from 'node:path';
import { NO_PROGRESS } from '../collect/progress.js';
import { readInputs } from '../collect/read-inputs.js';
import { addToList } from '../platform/add-to-list.js';
import { CovermainError } from '../platform/errors.js';
import type { NycConfig } from '../project/nyc-config.js';
import { relocateSelection } from '../selection/relocate-selection.js';
import { createSelector } from '../selection/selector.js';
import type { Environment } from '../settings/index.js';
import type { MeasuredFiles } from './counter-layer.js';

export interface FinalProfile extends MeasuredFiles {
  /** ISO time at which counters were read last; `null` if nothing was measured. */
  readonly time: string | null;
  /** Absolute paths of directories whose files may be shown. */
  readonly trustedRoots: readonly string[];
  /** What is missing or was left out, a sentence each. */
  readonly warnings: readonly string[];
}

export interface FinalProfileOptions {
  /** Absolute path of the project. */
  readonly root: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  readonly config: NycConfig;
  readonly environment: Environment;
}

export async function readFinalProfile(options: FinalProfileOptions): Promise<FinalProfile> {
  const { root, directory, config, environment } = options;
  const warnings: string[] = [];
  try {
    const read = await readInputs({
      inputs: [directory],
      projectRoot: root,
      root,
      cwd: root,
      environment,
      force: true,
      progress: NO_PROGRESS,
      logLine: (line) => warnings.push(line),
    });
    const patterns = relocateSelection(config.selection, read.root);
    const selector = config.excludeAfterRemap ? createSelector(patterns) : undefined;
    const hashesByPath = new Map<string, string[]>();
    for (const [hash, { path }] of read.totals.metas)
      if (selector?.isSelected(resolve(read.root, path)) ?? true) addToList(hashesByPath, path, hash);
    const { totals, trustedRoots } = read;
    return { root: read.root, hashesByPath, totals, time: read.header?.end ?? null, trustedRoots, warnings };
  } catch (error) {
    if (!(error instanceof CovermainError)) throw error;
    const totals = { metas: new Map(), sums: new Map(), lastCounted: new Map() };
    return {
      root,
      hashesByPath: new Map(),
      totals,
      time: null,
      trustedRoots: [],
      warnings: error.code === 'INPUT_EMPTY' ? [] : [...error.lines],
    };
  }
}
