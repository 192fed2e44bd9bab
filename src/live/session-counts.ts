/** Lists what each session of a run has executed. */
import type { FileSessions, SessionTable } from '../view/messages.js';
import type { Tally } from '../view/tally.js';
import type { CounterLayer, LayerReader } from './counter-layer.js';

/** Returns the counts of a file in each session. @param names in the order of the result */
export function countInSessions(
  path: string,
  names: readonly string[],
  reader: LayerReader,
  sessionOf: (name: string) => CounterLayer | undefined,
): FileSessions {
  const sessions = names.flatMap((name) => {
    const layer = sessionOf(name);
    const counts = layer && reader.read(path, [layer])?.layers[0];
    if (!counts) return [];
    const all = Array.from(counts, (count, index) => [index, count] as const);
    return [{ name, counts: all.filter(([, count]) => count > 0) }];
  });
  return { sessions };
}

/** Returns the covered statements of each file in each session. @param talliesOf returns those of a session by path */
export function tabulateSessions(
  names: readonly string[],
  talliesOf: (name: string) => ReadonlyMap<string, Tally> | undefined,
  totalOf: (path: string) => Tally | undefined,
): SessionTable {
  const tallies = names.map(talliesOf);
  const paths = new Set(tallies.flatMap((byPath) => [...(byPath?.keys() ?? [])]));
  const rows = [...paths].sort().flatMap((path) => {
    const total = totalOf(path)?.[0];
    if (total === undefined) return [];
    return [{ path, total, covered: tallies.map((byPath) => byPath?.get(path)?.[0] ?? 0) }];
  });
  return { sessions: names, rows };
}
