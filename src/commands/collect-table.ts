/** The table of `covermain collect`. */
import type { CollectedTarget } from '../remote/collection-document.js';
import type { Colors } from './colors.js';
import { alignRows, formatBytes, formatDuration } from './format.js';

/** Returns the table: with pods and containers, or with the names of targets that have none. */
export function formatTargets(targets: readonly CollectedTarget[], colors: Colors): readonly string[] {
  if (targets.length === 0) return [];
  const hasPods = targets.some(({ pod }) => pod !== null);
  const names = hasPods ? ['POD', 'CONTAINER'] : ['TARGET'];
  const rows = targets.map((row) => [
    ...(hasPods ? [row.pod ?? row.target, row.container ?? '-'] : [row.target]),
    row.restartsSince === null ? '-' : String(row.restartsSince),
    String(row.files),
    formatBytes(row.bytes),
    formatDuration(row.time),
    colorResult(row, colors),
  ]);
  return alignRows([[...names, 'RESTARTS', 'FILES', 'BYTES', 'TIME', 'RESULT'], ...rows]);
}

function colorResult({ result }: CollectedTarget, colors: Colors): string {
  if (result === 'collected') return colors.green(result);
  return result === 'empty' ? colors.yellow(result) : colors.red(result);
}
