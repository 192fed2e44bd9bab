/** Reads counts from Istanbul's JSON. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { functionsOf } from '../../support/project.js';
import type { Recorded } from './peer.js';

/** Returns the sums of all JSON files of a directory. It need not exist. */
export function countsInDirectory(directory: string): Recorded {
  const names = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.json')) : [];
  const maps = names.map((name) => readMap(join(directory, name)));
  return sumFiles(maps.flatMap(filesOf));
}

/** Returns no counts for a file of which only a part was written before its process was killed, as nyc does. */
function readMap(path: string): CoverageMapData {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as CoverageMapData;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Returns the sums of the files of a map. */
export function countsInMap(map: CoverageMapData): Recorded {
  return sumFiles(filesOf(map));
}

function filesOf(map: CoverageMapData): readonly FileCoverageData[] {
  return Object.values(map) as FileCoverageData[];
}

function sumFiles(files: readonly FileCoverageData[]): Recorded {
  const calls: Record<string, number> = {};
  for (const [name, count] of files.flatMap((file) => Object.entries(functionsOf(file)))) {
    calls[name] = (calls[name] ?? 0) + count;
  }
  const arms = files.flatMap(({ b }) => Object.values(b).flat());
  return { calls, missedArms: arms.filter((count) => count === 0).length };
}
