/** Lists what each session of a run has executed. */
import type { FileSessions, SessionTable } from '../view/messages.js';
import type { Tally } from '../view/tally.js';
import type { CounterLayer, LayerReader } from './counter-layer.js';

/** How the sessions of a run are read. */
export interface SessionLayers {
  /** Returns what a session has covered of each file that it ran, by path; `undefined` if that is not known. */
  readonly talliesOf: (name: string) => ReadonlyMap<string, Tally> | undefined;
  readonly layerOf: (name: string) => Promise<CounterLayer | undefined>;
}

/** Returns the counts of a file in each session. @param names in the order of the result */
export async function countInSessions(
  path: string,
  names: readonly string[],
  reader: LayerReader,
  { talliesOf, layerOf }: SessionLayers,
): Promise<FileSessions> {
  const sessions: FileSessions['sessions'][number][] = [];
  for (const name of names) {
    // Without this test, all sessions would be read for a file that few of them ran.
    const known = talliesOf(name);
    if (known && !known.has(path)) continue;
    const layer = await layerOf(name);
    const counts = layer && reader.read(path, [layer])?.layers[0];
    if (!counts) continue;
    const all = Array.from(counts, (count, index) => [index, count] as const);
    sessions.push({ name, counts: all.filter(([, count]) => count > 0) });
  }
  return { sessions };
}

/** Returns the covered statements of each file in each session. @param talliesOf returns those of a session by path */
export function tabulateSessions(
  names: readonly string[],
  talliesOf: SessionLayers['talliesOf'],
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
