/**
 * The actions of an agent for all processes of its run. The agent that receives a request sends it to the other agents
 * through their private sockets. Processes that start later read it from the journal.
 */
import { MAX_DATA_BYTES } from '../../platform/regular-files.js';
import { decodeArchive } from '../../profile/format/archive.js';
import type { ProcessHeader } from '../../profile/model/counters-profile.js';
import type { Dump } from '../../profile/model/dump.js';
import { type JournalEvent, noteInJournal, openSessionsOf, readJournal } from '../../run-log/journal.js';
import {
  type AnswerCheck,
  completeStatus,
  isDumpsAnswer,
  isProcessStatus,
  isSessionsAnswer,
  isStopAnswer,
  parsePeerAnswer,
} from '../peers/agent-answers.js';
import type { Peers } from '../peers/peers.js';
import {
  sessionIsNotOpen,
  sessionIsRunning,
  sessionIsUnknown,
  sessionsAreTooMany,
} from '../recording/session-errors.js';
import type { ActionScope, AgentActions, EncodedProfileFiles } from './agent-actions.js';
import { coalesceCalls } from './coalesce.js';
import { createCollectActions } from './collect-actions.js';
import { readEndedProfiles, readSessionFiles } from './ended-processes.js';
import type { ProcessActions } from './process-actions.js';
import type { UncollectedFiles } from './uncollected-files.js';
import type { WatchCounters } from './watch-counters.js';

export interface RunActionsOptions {
  readonly own: ProcessActions;
  readonly peers: Peers;
  readonly watch: WatchCounters;
  /** Id of the run. */
  readonly run: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Absolute path of the journal. */
  readonly journal: string;
  /** Receives the error if the journal cannot be written, so that later processes will miss the action. */
  readonly onFailure: (error: unknown) => void;
  /** Header of this process. */
  readonly header: ProcessHeader;
  readonly uncollected: UncollectedFiles;
}

const ROUTES = '/v1/cover';

export function createRunActions(options: RunActionsOptions): AgentActions {
  const { own, peers, watch } = options;
  const note = (event: JournalEvent) => noteInJournal(options.journal, event, options.onFailure);
  const now = () => new Date().toISOString();
  /** Sends a request to all peers, each for its own process, and parses the JSON of their answers. */
  const askPeers = async <Answer>(
    method: string,
    path: string,
    isAnswer: AnswerCheck<Answer>,
  ): Promise<readonly Answer[]> => {
    const answers = await peers.askAll(method, `${ROUTES}${path}`);
    return answers.map(({ pid, body }) => parsePeerAnswer(pid, body, isAnswer));
  };
  /** Runs an action in this process and in all peers at the same time. */
  const dumpAll = async (
    scope: ActionScope,
    dumpOwn: () => readonly Dump[],
    path: string,
  ): Promise<readonly Dump[]> => {
    if (scope === 'self') return dumpOwn();
    const answers = askPeers('POST', path, isDumpsAnswer);
    const [ownDumps, peerDumps] = await Promise.all([Promise.resolve().then(dumpOwn), answers]);
    return [...ownDumps, ...peerDumps.flatMap(({ dumps }) => dumps)];
  };

  /** Returns what an open session has counted so far. In a run, processes have joined it later, or have ended. */
  const profileOfSession = async (
    scope: ActionScope,
    session: string,
    have: ReadonlySet<string>,
  ): Promise<EncodedProfileFiles> => {
    if (scope === 'self') return own.profile(have, session);
    const isOpenHere = own.status().sessions.some(({ name }) => name === session);
    const answers = await peers.askAll('POST', `${ROUTES}/profile?session=${encodeURIComponent(session)}`, {
      accept: 'application/octet-stream',
      body: JSON.stringify({ have: [...have] }),
      limit: MAX_DATA_BYTES,
      isOptional: true,
    });
    if (!isOpenHere && answers.length === 0) throw sessionIsNotOpen(session);
    return new Map([
      ...readSessionFiles(options, session, have),
      ...answers.flatMap(({ body }) => [...decodeArchive(body, 'the profile of another process')]),
      ...(isOpenHere ? own.profile(have, session) : []),
    ]);
  };

  const dumpIn = (scope: ActionScope) => coalesceCalls(() => dumpAll(scope, () => [own.dump()], '/dump'));
  const dumps = { self: dumpIn('self'), run: dumpIn('run') };

  return {
    async profile(scope, have, session): Promise<EncodedProfileFiles> {
      if (session !== undefined) return profileOfSession(scope, session, have);
      const ownFiles = own.profile(have);
      if (scope === 'self') return ownFiles;
      const answers = await peers.askAll('POST', `${ROUTES}/profile`, {
        accept: 'application/octet-stream',
        body: JSON.stringify({ have: [...have] }),
        limit: MAX_DATA_BYTES,
      });
      const peerFiles = answers.flatMap(({ body }) => [
        ...decodeArchive(body, 'the profile of another process'),
      ]);
      // Processes that have ended meanwhile have written their files. For running ones, the answer is newer than the file.
      return new Map([...readEndedProfiles(options, have), ...peerFiles, ...ownFiles]);
    },
    ...createCollectActions({
      ...options,
      noteSessionEnd(name) {
        const open = openSessionsOf(readJournal(options.journal));
        if (open.some((session) => session.name === name)) note({ event: 'session ended', name, at: now() });
      },
    }),
    dump: (scope) => dumps[scope](),
    reset(scope) {
      if (scope === 'run') note({ event: 'reset', at: now() });
      return dumpAll(scope, () => [own.reset()], '/reset');
    },
    async startSession(scope, name, maximum = Number.POSITIVE_INFINITY) {
      // A session that was ended for this process only is still open in the others.
      const isLimited = scope === 'run' && Number.isFinite(maximum);
      const others = isLimited ? await askPeers('GET', '/status', isProcessStatus) : [];
      const open = own.status().sessions;
      const isOpen = open.some((session) => session.name === name);
      if (scope === 'run' && isOpen) throw sessionIsRunning(name);
      // In the same turn as the start, so that requests at the same time cannot exceed it.
      const most = Math.max(open.length, ...others.map(({ sessions }) => sessions.length));
      if (!isOpen && most >= maximum) throw sessionsAreTooMany(name, maximum);
      const session = own.startSession(name);
      if (scope === 'self') return [session];
      note({ event: 'session started', name, at: session.start });
      const answers = await askPeers(
        'POST',
        `/session/start?name=${encodeURIComponent(name)}`,
        isSessionsAnswer,
      );
      return [session, ...answers.flatMap(({ sessions }) => sessions)];
    },
    async endSession(scope, name) {
      if (scope === 'run') note({ event: 'session ended', name, at: now() });
      const path = `/session/end?name=${encodeURIComponent(name)}`;
      const dumps = await dumpAll(scope, () => [own.endSession(name)].filter(isDefined), path);
      if (scope === 'run' && dumps.length === 0) throw sessionIsUnknown(name);
      return dumps;
    },
    async stop(scope) {
      if (scope === 'run') note({ event: 'stop requested', at: now() });
      const [answers] = await Promise.allSettled([
        scope === 'run' ? askPeers('POST', '/stop', isStopAnswer) : [],
      ]);
      // This process stops last, because then it can no longer answer. It stops even if a peer has failed.
      const pid = own.stop();
      if (answers.status === 'rejected') throw answers.reason;
      return [pid, ...answers.value.flatMap(({ pids }) => pids)];
    },
    async status(scope) {
      if (scope === 'self') return [own.status()];
      const statuses = await askPeers('GET', '/status', isProcessStatus);
      return [own.status(), ...statuses.map(completeStatus)];
    },
    watch,
  };
}

function isDefined<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}
