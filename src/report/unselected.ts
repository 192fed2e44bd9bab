/** Compiled files that ran unmeasured, though the configuration selects what they were compiled from. */
import { readFileSync } from 'node:fs';
import { loadsOf, type RunEvent } from '../run-log/run-log.js';
import { createSelector } from '../selection/selector.js';
import type { RunContext } from '../settings/run-context.js';
import { readInputMap } from '../source-maps/input-map.js';
import { originalFiles } from '../source-maps/original-files.js';

/** @returns absolute paths */
export function findUnselected(
  { engine, selection }: RunContext,
  log: readonly RunEvent[],
): readonly string[] {
  if (engine !== 'nyc') return []; // others count on the sources by themselves
  const selector = createSelector(selection);
  return [...new Set(loadsOf(log, false).map(({ file }) => file))].filter((file) =>
    sourcesOf(file).some((source) => source !== undefined && selector.shouldInstrument(source)),
  );
}

function sourcesOf(file: string): readonly (string | undefined)[] {
  try {
    const map = readInputMap(readFileSync(file, 'utf8'), file);
    return map ? originalFiles(file, map) : [];
  } catch {
    return []; // it is gone, or its map is no map: then nothing is known of its sources
  }
}
