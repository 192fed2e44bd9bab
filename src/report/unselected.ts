/** Finds compiled files that ran uncounted, although the configuration selects their original sources. */
import { readTextFile } from '../platform/read-text-file.js';
import { loadsOf } from '../run-log/logged-processes.js';
import type { RunEvent } from '../run-log/run-event.js';
import { createSelector } from '../selection/selector.js';
import { capabilitiesOf } from '../settings/engine.js';
import type { RunContext } from '../settings/run-context.js';
import { readInputMap } from '../source-maps/input-map.js';
import { originalFiles } from '../source-maps/original-files.js';

/** Returns absolute paths of compiled files. An engine that traces originals counts them by itself. */
export function findUnselected(
  { engine, selection }: RunContext,
  log: readonly RunEvent[],
): readonly string[] {
  if (capabilitiesOf(engine).tracesOriginals) return [];
  const selector = createSelector(selection);
  return [...new Set(loadsOf(log, false).map(({ file }) => file))].filter((file) =>
    sourcesOf(file, selection.root).some((source) => source !== undefined && selector.isSelected(source)),
  );
}

function sourcesOf(file: string, root: string): readonly (string | undefined)[] {
  try {
    const { map } = readInputMap(readTextFile(file), file, root) ?? {};
    return map ? originalFiles(file, map) : [];
  } catch {
    return []; // the file was deleted or its map is invalid, so its sources are unknown
  }
}
