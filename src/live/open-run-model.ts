/** Opens the model of a run, and keeps it current until the run has ended. */

import { readdirSync } from 'node:fs';
import { findAnnouncedRun } from '../agent/peers/announced-runs.js';
import { CovermainError } from '../platform/errors.js';
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import { resolveLinks } from '../project/package.js';
import { DEFAULT_ENGINE } from '../settings/engine.js';
import type { CoverageView } from '../view/coverage-view.js';
import type { ActionResult } from '../view/messages.js';
import type { RunState } from '../view/run-state.js';
import { type AgentAction, actOnRun } from './act-on-run.js';
import { openChangeFollowers } from './change-followers.js';
import { type CounterLayer, createLayerReader, type MeasuredFiles } from './counter-layer.js';
import { openCounterStore } from './counter-store.js';
import { findDefaultRef } from './default-ref.js';
import { describeLosses } from './describe-run.js';
import { describeState } from './describe-state.js';
import { type FinalProfile, readFinalProfile } from './final-profile.js';
import { followRun } from './follow-run.js';
import { openFollowers } from './followers.js';
import { openLiveProcesses } from './live-processes.js';
import { readNow } from './read-now.js';
import { type EndedCounters, openEndedCounters } from './run-counters.js';
import { openRunMarks } from './run-marks.js';
import type { Follower, RunModel, RunModelOptions } from './run-model.js';
import { openRunRecord, type RecordedState } from './run-record.js';
import { openSessionBook, type SessionBook } from './session-book.js';
import { countInSessions, tabulateSessions } from './session-counts.js';
import { createFinalSessionReader, createSessionReader } from './session-files.js';
import { addUnloadedFiles } from './unloaded-files.js';
import { openWatchedSessions } from './watched-sessions.js';

/** Number of looks at a run between two statuses of each process. */
const STATUS_LOOKS = 2;

/** Number of looks at a run between two looks for losses. */
const LOSS_LOOKS = 4;

/** Opens the model. Looking for the run starts at once. */
export function openRunModel(options: RunModelOptions): RunModel {
  const { root, config, environment, onFailure = () => {} } = options;
  const touched = new Set<string>();
  const store = openCounterStore((path) => touched.add(path));
  const listeners = new Set<() => void>();
  const stopping = new AbortController();
  const closing = new AbortController();
  const marks = openRunMarks(store);
  let record: RecordedState | undefined;
  let ended: EndedCounters | undefined;
  let book: SessionBook | undefined;
  let final: FinalProfile | undefined;
  let losses: readonly string[] = [];
  let finishing: Promise<void> | undefined;
  let hasEnded = false;
  let defaultRef: string | undefined;
  let state: RunState;

  const ownRoots = [resolveLinks(root)];
  const liveFiles: MeasuredFiles = { root, hashesByPath: store.hashesByPath, totals: store.totals };
  const files = (): MeasuredFiles => final ?? liveFiles;
  const reader = createLayerReader(files);
  const run: CounterLayer = { countersOf: (hash) => files().totals.sums.get(hash) };
  const isOpen = (name: string) =>
    processes.list().some(({ status }) => status.sessions.some((session) => session.name === name));
  const sessionOf = async (name: string) =>
    watched.find(name) ?? (await book?.load(name)) ?? (isOpen(name) ? NOTHING : undefined);
  const followers = openFollowers({
    reader,
    sources: { run, session: sessionOf, mark: marks.find },
    paths: () => files().hashesByPath.keys(),
    roots: () => trustedRoots(),
  });

  /** Tells the readers what has changed since the last call. */
  const publish = () => {
    followers.touch(touched);
    touched.clear();
    for (const listener of listeners) listener();
  };
  const processes = openLiveProcesses({ root, run: options.run, store, onChange: publish });

  const watched = openWatchedSessions({
    directory: () => record?.directory,
    files,
    reader,
    processes: processes.list,
    onTouch(paths) {
      for (const path of paths) touched.add(path);
      publish();
    },
    onEnd: () => followers.touchAll(),
  });

  const trustedRoots = () => [...ownRoots, ...(final?.trustedRoots ?? [])];
  const changes = openChangeFollowers({
    root,
    config,
    environment,
    pathRoot: () => files().root,
    trustedRoots,
    coverageOf: (path) => reader.coverageOf(path, run),
    onChange: publish,
  });
  const sessionNames = () => state.sessions.map(({ name }) => name);

  const describe = () =>
    describeState({
      root,
      requested: options.run,
      live: processes.list(),
      record,
      book,
      coveredBy: watched.coveredBy,
      marks: marks.list(),
      failures: ended?.failures() ?? [],
      losses,
      hasEnded,
      final,
      defaultRef,
    });
  const refreshState = () => {
    state = describe();
    publish();
  };

  /** Opens what is known of the run, once its directory is known. */
  const findRecord = () => {
    if (record) return record;
    const id = processes.run() ?? options.run;
    if (id === undefined) return undefined;
    const directory =
      processes.list()[0]?.status.directory ??
      findAnnouncedRun(root, id)?.facts.directory ??
      options.directory;
    if (directory === undefined) return undefined;
    record = openRunRecord(root, id, directory);
    record.announced();
    ended = openEndedCounters(record, store, processes);
    const readSums = createSessionReader(directory);
    book = openSessionBook({
      directory,
      files,
      reader,
      readSums,
      onTouch: (paths) => followers.touch(paths),
    });
    return record;
  };

  const finish = () => {
    finishing ??= (async () => {
      stopping.abort();
      const known = findRecord();
      if (known) {
        for (const one of processes.list()) processes.remove(one);
        watched.update();
        final = await readFinalProfile({ root, directory: known.directory, config, environment });
        losses = describeLosses(known, root, pidsIn(known));
        marks.relocate({ before: resolveLinks(root), after: resolveLinks(final.root) });
        const { metas } = final.totals;
        const reading = {
          projectRoot: root,
          root: final.root,
          directory: known.directory,
          environment,
          metas,
        };
        await book?.restart(createFinalSessionReader(reading));
      }
      hasEnded = true;
      processes.close();
      followers.touchAll();
      refreshState();
    })();
    return finishing;
  };

  const addUnloaded = async () => {
    if (!config.all) return;
    const selection = record?.announced()?.facts.selection ?? config.selection;
    const instrumenting = { root, engine: DEFAULT_ENGINE, selection, instrument: config.instrument };
    await addUnloadedFiles(instrumenting, store, stopping.signal);
    publish();
  };

  let isUnloadedDue = true;
  const look = async (count: number): Promise<boolean> => {
    await processes.update(count % STATUS_LOOKS === 0);
    const known = findRecord();
    ended?.update();
    watched.update();
    if (count % STATUS_LOOKS === 0) await Promise.all([book?.update(), watched.tally()]);
    if (known && count % LOSS_LOOKS === 0) losses = describeLosses(known, root, pidsIn(known));
    changes.update();
    if (count % STATUS_LOOKS === 0) state = describe();
    publish();
    if (isUnloadedDue && known && store.totals.sums.size > 0) {
      isUnloadedDue = false;
      void addUnloaded().catch(onFailure);
    }
    return known !== undefined && processes.list().length === 0 && known.isOver();
  };
  let setReady = () => {};
  const looked = new Promise<void>((resolve) => {
    setReady = resolve;
  });
  state = describe();
  void followRun({ look, onFirst: () => setReady(), onEnd: finish, onFailure, signal: stopping.signal });
  findDefaultRef(root, environment, closing.signal)
    .then((ref) => {
      defaultRef = ref;
      refreshState();
    })
    .catch(onFailure);

  /** Follows the open sessions of a view as long as it has a reader. */
  const watch = <Changes>(view: CoverageView, follower: Follower<Changes>): Follower<Changes> => {
    const unwatch = watched.watch(view);
    return {
      take: follower.take,
      close() {
        unwatch();
        follower.close();
      },
    };
  };

  /** @returns pids of running processes that have not answered */
  const readAll = async () => {
    const isAlive = (pid: number) => record?.isAlive(pid) ?? true;
    const silent = await readNow({ processes, ended: () => ended, isAlive });
    findRecord();
    publish();
    return silent;
  };
  const mark = async (): Promise<ActionResult> => {
    const silent = hasEnded ? [] : await readAll();
    const number = marks.set();
    refreshState();
    return { message: describeMark(number, silent), mark: number };
  };
  const act = async (action: AgentAction): Promise<ActionResult> => {
    if (hasEnded)
      throw new CovermainError('AGENT_NOT_FOUND', 'The run has ended, so nothing can be asked of it.');
    const result = await actOnRun(action, processes.list(), record?.directory);
    if (action.kind !== 'stop') await readAll();
    watched.update();
    await Promise.all([book?.update(), watched.tally()]);
    refreshState();
    return result;
  };

  return {
    root: () => files().root,
    state: () => ({ ...state, time: new Date().toISOString() }),
    totals: () => files().totals,
    ready: looked.then(() => processes.settled()),
    followRows: (view: CoverageView) => watch(view, followers.followRows(view)),
    followFile: (view, path) => watch(view, followers.followFile(view, path)),
    followChanges: changes.follow,
    readSessions: (path) =>
      countInSessions(path, sessionNames(), reader, {
        // Open sessions may have run more since they were tallied.
        talliesOf: (name) => (watched.find(name) ? undefined : book?.find(name)?.tallies),
        layerOf: sessionOf,
      }),
    readSessionTable: () =>
      tabulateSessions(
        sessionNames(),
        (name) => (watched.coveredBy(name) ?? book?.find(name))?.tallies,
        (path) => reader.read(path, [run])?.tally(() => true),
      ),
    act: (action) => (action.kind === 'mark' ? mark() : act(action)),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    end: finish,
    close() {
      stopping.abort();
      closing.abort();
      processes.close();
      watched.close();
      listeners.clear();
    },
  };
}

function describeMark(mark: number, silent: readonly number[]): string {
  const exact = `Mark ${mark} is set. Its view shows only what runs from now on.`;
  if (silent.length === 0) return exact;
  const processes = silent.length === 1 ? 'Process' : 'Processes';
  return `Mark ${mark} is set. ${processes} ${silent.join(', ')} did not answer, so its view may show hits from before.`;
}

const NOTHING: CounterLayer = { countersOf: () => undefined };

/** Returns the pids of the processes of a run that have written counters. */
function pidsIn({ directory, run }: RecordedState): readonly number[] {
  const prefix = `${COUNTERS_PREFIX}${run}.`;
  try {
    const names = readdirSync(directory).filter((name) => name.startsWith(prefix));
    return names.map((name) => Number(name.slice(prefix.length).split('.')[0]));
  } catch {
    return []; // nothing was written yet
  }
}
