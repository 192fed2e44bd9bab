/** Opens the model of a run, and keeps it current until the run has ended. */

import { resolveLinks } from '../project/package.js';
import { DEFAULT_ENGINE } from '../settings/engine.js';
import type { CoverageView } from '../view/coverage-view.js';
import type { RunState } from '../view/run-state.js';
import { openChangeFollowers } from './change-followers.js';
import { type CounterLayer, createLayerReader, type MeasuredFiles } from './counter-layer.js';
import { openCounterStore } from './counter-store.js';
import { findDefaultRef } from './default-ref.js';
import { describeLosses } from './describe-run.js';
import { describeState } from './describe-state.js';
import { createRunFinder, type DiscoveredRun } from './discovered-run.js';
import { type FinalProfile, readFinalProfile } from './final-profile.js';
import { followRun } from './follow-run.js';
import { openFollowers } from './followers.js';
import { countersNamesOf } from './list-profile-names.js';
import { createLiveActions } from './live-actions.js';
import { openLiveProcesses } from './live-processes.js';
import { readNow } from './read-now.js';
import { openRunMarks } from './run-marks.js';
import type { Follower, RunModel, RunModelOptions } from './run-model.js';
import type { RecordedState } from './run-record.js';
import { countInSessions, tabulateSessions } from './session-counts.js';
import { createFinalSessionReader } from './session-files.js';
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
  let recorded: DiscoveredRun | undefined;
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
    watched.find(name) ?? (await recorded?.book.load(name)) ?? (isOpen(name) ? NOTHING : undefined);
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
    directory: () => recorded?.record.directory,
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
      record: recorded?.record,
      book: recorded?.book,
      coveredBy: watched.coveredBy,
      marks: marks.list(),
      failures: recorded?.ended.failures() ?? [],
      losses,
      hasEnded,
      final,
      defaultRef,
    });
  const refreshState = () => {
    state = describe();
    publish();
  };

  const findRun = createRunFinder({
    root,
    given: options,
    processes,
    store,
    files,
    reader,
    onTouch: (paths) => followers.touch(paths),
  });
  const reading = {
    processes,
    ended: () => recorded?.ended,
    isAlive: (pid: number) => recorded?.record.isAlive(pid) ?? true,
  };

  /** Replaces what the agents have sent by what they have written. */
  const readEnd = async ({ record, book }: DiscoveredRun) => {
    const { directory } = record;
    // Marks count to the end of each process.
    if (processes.list().length > 0) await readNow(reading);
    for (const one of processes.list()) processes.remove(one);
    watched.update();
    final = await readFinalProfile({ root, directory, config, environment });
    losses = describeLosses(record, root, pidsOf(record));
    marks.relocate({ before: resolveLinks(root), after: resolveLinks(final.root) });
    const { metas } = final.totals;
    const options = { projectRoot: root, root: final.root, directory, environment, metas };
    await book.restart(createFinalSessionReader(options));
  };
  const finish = () => {
    finishing ??= (async () => {
      stopping.abort();
      recorded = findRun();
      if (recorded) await readEnd(recorded);
      hasEnded = true;
      processes.close();
      followers.touchAll();
      refreshState();
    })();
    return finishing;
  };

  const addUnloaded = async () => {
    if (!config.all) return;
    const selection = recorded?.record.announced()?.facts.selection ?? config.selection;
    const instrumenting = { root, engine: DEFAULT_ENGINE, selection, instrument: config.instrument };
    await addUnloadedFiles(instrumenting, store, stopping.signal);
    publish();
  };

  let isUnloadedDue = true;
  const look = async (count: number): Promise<boolean> => {
    await processes.update(count % STATUS_LOOKS === 0);
    recorded = findRun();
    recorded?.ended.update();
    watched.update();
    if (count % STATUS_LOOKS === 0) await Promise.all([recorded?.book.update(), watched.tally()]);
    if (recorded && count % LOSS_LOOKS === 0)
      losses = describeLosses(recorded.record, root, pidsOf(recorded.record));
    changes.update();
    if (count % STATUS_LOOKS === 0) state = describe();
    publish();
    if (isUnloadedDue && recorded && store.totals.sums.size > 0) {
      isUnloadedDue = false;
      void addUnloaded().catch(onFailure);
    }
    return recorded !== undefined && processes.list().length === 0 && recorded.record.isOver();
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

  const act = createLiveActions({
    ...reading,
    marks,
    hasEnded: () => hasEnded,
    directory: () => recorded?.record.directory,
    async onDone() {
      recorded = findRun();
      watched.update();
      await Promise.all([recorded?.book.update(), watched.tally()]);
      refreshState();
    },
  });

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
        talliesOf: (name) => (watched.find(name) ? undefined : recorded?.book.find(name)?.tallies),
        layerOf: sessionOf,
      }),
    readSessionTable: () =>
      tabulateSessions(
        sessionNames(),
        (name) => (watched.coveredBy(name) ?? recorded?.book.find(name))?.tallies,
        (path) => reader.read(path, [run])?.tally(() => true),
      ),
    act,
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

const NOTHING: CounterLayer = { countersOf: () => undefined };

/** Returns the pids of the processes that have written counters. */
function pidsOf({ directory, run }: RecordedState): readonly number[] {
  return countersNamesOf(directory, run).map(({ pid }) => pid);
}
