/** Selects the sessions that executed changed code. */
import type { SessionRecord } from '../collect/session-records.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import { countItems } from '../profile/model/meta-items.js';
import type { Totals } from '../profile/model/totals.js';
import type { ChangedPart } from './changed-parts.js';
import { mayHaveRunOutside, type SessionExecutions } from './executions-outside.js';
import type { FindChangedParts } from './find-changed-parts.js';
import type { ImpactReason } from './impact-document.js';

/** The record of an input. */
export interface RunRecord {
  /** Counts inside and outside of sessions. */
  readonly totals: Totals;
  readonly sessions: AsyncIterable<SessionRecord> | Iterable<SessionRecord>;
  /** Names of sessions without a profile. */
  readonly withoutProfile: readonly string[];
  /** Names of sessions that were started and not ended. */
  readonly open: readonly string[];
}

/** Reasons to run each session again, by its name. A session without reasons need not run. */
export type SelectedSessions = ReadonlyMap<string, readonly ImpactReason[]>;

/** Returns the reasons to run each session of all runs. */
export async function selectSessions(
  runs: readonly RunRecord[],
  findParts: FindChangedParts,
): Promise<SelectedSessions> {
  const selected = new Map<string, ReasonSet>();
  const reasonsOf = (name: string): ReasonSet => {
    const reasons = selected.get(name) ?? new ReasonSet();
    selected.set(name, reasons);
    return reasons;
  };
  for (const run of runs) await addRun(run, findParts, reasonsOf);
  return new Map([...selected].map(([name, reasons]) => [name, reasons.list()]));
}

/** Reasons without repetition: code that a session executed may also have run outside of it. */
class ReasonSet {
  readonly #reasons = new Map<string, ImpactReason>();

  add(reason: ImpactReason): void {
    const key = 'path' in reason ? JSON.stringify([reason.path, reason.function, reason.line]) : reason.code;
    if (!this.#reasons.has(key)) this.#reasons.set(key, reason);
  }

  list(): readonly ImpactReason[] {
    return [...this.#reasons.values()];
  }
}

type ReasonsOf = (name: string) => ReasonSet;

/** Executions of a part in the sessions that loaded its file. */
type Executions = Map<ChangedPart, SessionExecutions[]>;

async function addRun(run: RunRecord, findParts: FindChangedParts, reasonsOf: ReasonsOf): Promise<void> {
  const executions: Executions = new Map();
  const names: string[] = [];
  for await (const session of run.sessions) {
    names.push(session.name);
    const reasons = reasonsOf(session.name);
    if (session.totals.sums.size === 0) reasons.add({ code: 'no-record' });
    if (!session.isComplete) reasons.add({ code: 'incomplete-record' });
    addSession(session, findParts, reasons, executions);
  }
  for (const name of run.withoutProfile) reasonsOf(name).add({ code: 'no-record' });
  for (const name of run.open) reasonsOf(name).add({ code: 'incomplete-record' });
  for (const part of findPartsOutside(run.totals, findParts, executions))
    for (const name of names) reasonsOf(name).add(toReason('outside-sessions', part));
}

function addSession(
  { totals, header }: SessionRecord,
  findParts: FindChangedParts,
  reasons: ReasonSet,
  executions: Executions,
): void {
  for (const [hash, counters] of totals.sums) {
    const meta = totals.metas.get(hash);
    for (const { part, count } of meta ? countParts(findParts(hash, meta), meta, counters) : []) {
      const { start = '', end = '' } = header ?? {};
      const known = executions.get(part) ?? [];
      executions.set(part, known);
      known.push({ start, end, count });
      if (part.kind !== 'function')
        reasons.add(toReason(part.kind === 'version' ? 'other-version' : 'loaded', part));
      else if (count > 0) reasons.add(toReason('executed', part));
    }
  }
}

/** Returns the changed parts that may have run outside of all sessions. */
function findPartsOutside(
  { metas, sums }: Totals,
  findParts: FindChangedParts,
  executions: Executions,
): readonly ChangedPart[] {
  const outside = new Set<ChangedPart>();
  for (const [hash, meta] of metas) {
    const counters = sums.get(hash) ?? new Float64Array(meta.probes);
    for (const { part, count } of countParts(findParts(hash, meta), meta, counters)) {
      const inSessions = executions.get(part) ?? [];
      // Without items, nothing shows where the file was loaded.
      const isOutside =
        part.items.length > 0
          ? mayHaveRunOutside(count, inSessions)
          : sums.has(hash) && inSessions.length === 0;
      if (isOutside) outside.add(part);
    }
  }
  return [...outside];
}

interface PartCount {
  readonly part: ChangedPart;
  /** Sum of the counts of its items. */
  readonly count: number;
}

function countParts(
  parts: readonly ChangedPart[],
  meta: FileMeta,
  counters: Float64Array,
): readonly PartCount[] {
  if (parts.length === 0) return [];
  const counts = countItems(meta, counters);
  return parts.map((part) => {
    let count = 0;
    for (const { first, size } of part.items)
      for (let index = first; index < first + size; index++) count += counts[index] ?? 0;
    return { part, count };
  });
}

function toReason(
  code: 'executed' | 'loaded' | 'outside-sessions' | 'other-version',
  { path, function: name, line }: ChangedPart,
): ImpactReason {
  return { code, path, function: name, line };
}
