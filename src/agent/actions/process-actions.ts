/** The actions of an agent for its own process. */
import { countersNameOf, encodeCounters } from '../../profile/format/counters-file.js';
import { metaNameOf } from '../../profile/format/meta-file.js';
import type { CollectedFile } from '../../profile/model/collected-file.js';
import type { CountersProfile, ProcessHeader } from '../../profile/model/counters-profile.js';
import type { Dump, Session } from '../../profile/model/dump.js';
import type { MetaStore } from '../../profile/store/meta-store.js';
import type { ProcessStatus } from '../peers/process-status.js';
import type { Recorder } from '../recording/recorder.js';
import type { EncodedProfileFiles } from './agent-actions.js';

export interface ProcessActions {
  /** Returns the profile of the current epoch, or of an open session, and its metas, except those whose hashes are in `have`. */
  profile(have: ReadonlySet<string>, session?: string): EncodedProfileFiles;
  /** Returns the profiles that `Recorder.collect` returns, and their metas. */
  collect(have: ReadonlySet<string>): EncodedProfileFiles;
  /** See `Recorder.collected`. */
  collected(files: readonly CollectedFile[]): readonly Dump[];
  /** Ends a session if it is open. @returns its profiles that could not be written, and their metas */
  collectSession(name: string, have: ReadonlySet<string>): EncodedProfileFiles;
  dump(): Dump;
  reset(): Dump;
  startSession(name: string): Session;
  endSession(name: string): Dump | undefined;
  /** Asks the program to end. @returns the pid of the process */
  stop(): number;
  status(): ProcessStatus;
}

export interface ProcessActionsOptions {
  readonly header: ProcessHeader;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  readonly recorder: Recorder;
  readonly metas: MetaStore;
  /** Returns the number of running threads that have loaded a measured file. */
  readonly threads: () => number;
  /** Asks the program to end. */
  readonly stop: () => void;
  /** Version of covermain. */
  readonly version: string;
  readonly lastFlush: () => ProcessStatus['lastFlush'];
  /** Returns the URL of the run's port if this process has bound it. */
  readonly http: () => string | null;
  readonly warnings: () => readonly string[];
}

export function createProcessActions(options: ProcessActionsOptions): ProcessActions {
  const { header, directory, recorder, metas, version } = options;
  return {
    profile: (have, session) =>
      filesOf([recorder.profile(session === undefined ? 'epoch' : { session })], metas, have),
    collect: (have) => filesOf(recorder.collect(), metas, have),
    collected: (files) => recorder.collected(files),
    collectSession: (name, have) => filesOf(recorder.collectSession(name), metas, have),
    dump: () => recorder.dump(),
    reset: () => recorder.reset(),
    startSession: (name) => recorder.startSession(name),
    endSession: (name) => recorder.endSession(name),
    stop() {
      options.stop();
      return header.pid;
    },
    status() {
      const { run, label, pid, ppid, argv, cwd, node, commit, start } = header;
      return {
        run,
        label,
        pid,
        ppid,
        argv,
        cwd,
        package: header.package ?? null,
        version,
        node,
        commit,
        start,
        directory,
        uptime: Date.now() - Date.parse(start),
        threads: options.threads(),
        counts: recorder.counts(),
        lastFlush: options.lastFlush(),
        epoch: recorder.epoch(),
        sessions: recorder.sessions(),
        http: options.http(),
        warnings: options.warnings(),
      };
    },
  };
}

function filesOf(
  profiles: readonly CountersProfile[],
  metas: MetaStore,
  have: ReadonlySet<string>,
): EncodedProfileFiles {
  const used = new Set(profiles.flatMap(({ files }) => files.map(({ meta }) => meta)));
  const needed = [...used].filter((meta) => !have.has(meta));
  return new Map([
    ...needed.map((meta) => [metaNameOf(meta), metas.bytesOf(meta)] as const),
    ...profiles.map((profile) => [countersNameOf(profile), encodeCounters(profile)] as const),
  ]);
}
