/**
 * The actions of an agent for all processes of its run. The agent that receives a request sends it to the other agents
 * through their private sockets. Processes that start later read it from the journal.
 */
import { decodeArchive } from '../../profile/format/archive.js';
import type { Dump, Session } from '../../profile/model/dump.js';
import { type JournalEvent, noteInJournal } from '../../run-log/journal.js';
import type { Peers } from '../peers/peers.js';
import type { ProcessStatus } from '../peers/process-status.js';
import { sessionIsRunning, sessionIsUnknown } from '../recording/session-errors.js';
import type { ActionScope, AgentActions, EncodedProfileFiles } from './agent-actions.js';
import { coalesceCalls } from './coalesce.js';
import { readEndedProfiles } from './ended-processes.js';
import type { ProcessActions } from './process-actions.js';
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
}

interface DumpsAnswer {
  readonly dumps: readonly Dump[];
}

interface SessionsAnswer {
  readonly sessions: readonly Session[];
}

interface StopAnswer {
  readonly pids: readonly number[];
}

const ROUTES = '/v1/cover';

export function createRunActions(options: RunActionsOptions): AgentActions {
  const { own, peers, watch } = options;
  const note = (event: JournalEvent) => noteInJournal(options.journal, event, options.onFailure);
  const now = () => new Date().toISOString();
  /** Sends a request to all peers, each for its own process, and parses the JSON of their answers. */
  const askPeers = async <Answer>(method: string, path: string): Promise<readonly Answer[]> => {
    const answers = await peers.askAll(method, `${ROUTES}${path}`);
    return answers.map(({ body }) => JSON.parse(body.toString()) as Answer);
  };
  /** Runs an action in this process and in all peers at the same time. */
  const dumpAll = async (
    scope: ActionScope,
    dumpOwn: () => readonly Dump[],
    path: string,
  ): Promise<readonly Dump[]> => {
    if (scope === 'self') return dumpOwn();
    const answers = askPeers<DumpsAnswer>('POST', path);
    const [ownDumps, peerDumps] = await Promise.all([Promise.resolve().then(dumpOwn), answers]);
    return [...ownDumps, ...peerDumps.flatMap(({ dumps }) => dumps)];
  };

  const dumpIn = (scope: ActionScope) => coalesceCalls(() => dumpAll(scope, () => [own.dump()], '/dump'));
  const dumps = { self: dumpIn('self'), run: dumpIn('run') };

  return {
    async profile(scope, have): Promise<EncodedProfileFiles> {
      const ownFiles = own.profile(have);
      if (scope === 'self') return ownFiles;
      const answers = await peers.askAll('POST', `${ROUTES}/profile`, {
        accept: 'application/octet-stream',
        body: JSON.stringify({ have: [...have] }),
      });
      const peerFiles = answers.flatMap(({ body }) => [
        ...decodeArchive(body, 'the profile of another process'),
      ]);
      // Processes that have ended meanwhile have written their files. For running ones, the answer is newer than the file.
      return new Map([...readEndedProfiles(options, have), ...peerFiles, ...ownFiles]);
    },
    dump: (scope) => dumps[scope](),
    reset(scope) {
      if (scope === 'run') note({ event: 'reset', at: now() });
      return dumpAll(scope, () => [own.reset()], '/reset');
    },
    async startSession(scope, name) {
      const isOpen = own.status().sessions.some((session) => session.name === name);
      if (scope === 'run' && isOpen) throw sessionIsRunning(name);
      const session = own.startSession(name);
      if (scope === 'self') return [session];
      note({ event: 'session started', name, at: session.start });
      const answers = await askPeers<SessionsAnswer>(
        'POST',
        `/session/start?name=${encodeURIComponent(name)}`,
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
        scope === 'run' ? askPeers<StopAnswer>('POST', '/stop') : [],
      ]);
      // This process stops last, because then it can no longer answer. It stops even if a peer has failed.
      const pid = own.stop();
      if (answers.status === 'rejected') throw answers.reason;
      return [pid, ...answers.value.flatMap(({ pids }) => pids)];
    },
    async status(scope) {
      if (scope === 'self') return [own.status()];
      const statuses = await askPeers<ProcessStatus>('GET', '/status');
      return [own.status(), ...statuses];
    },
    watch,
  };
}

function isDefined<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}
