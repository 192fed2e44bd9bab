/**
 * What an agent does for all processes of its run. Whoever is asked gathers the others, by their private sockets; the
 * journal tells those that start later.
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
  readonly run: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Absolute path of the journal. */
  readonly journal: string;
  /** Is told why others will not know: the journal cannot be written. */
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
  /** What each of the others answers to a request of its own scope, as JSON. */
  const askOthers = async <Answer>(method: string, path: string): Promise<readonly Answer[]> => {
    const answers = await peers.askAll(method, `${ROUTES}${path}`);
    return answers.map(({ body }) => JSON.parse(body.toString()) as Answer);
  };
  /** Of all processes, at the same time. */
  const gather = async (
    scope: ActionScope,
    one: () => readonly Dump[],
    path: string,
  ): Promise<readonly Dump[]> => {
    if (scope === 'self') return one();
    const others = askOthers<DumpsAnswer>('POST', path);
    const [mine, theirs] = await Promise.all([Promise.resolve().then(one), others]);
    return [...mine, ...theirs.flatMap(({ dumps }) => dumps)];
  };

  const dumpIn = (scope: ActionScope) => coalesceCalls(() => gather(scope, () => [own.dump()], '/dump'));
  const dumps = { self: dumpIn('self'), run: dumpIn('run') };

  return {
    async profile(scope, have): Promise<EncodedProfileFiles> {
      const mine = own.profile(have);
      if (scope === 'self') return mine;
      const answers = await peers.askAll('POST', `${ROUTES}/profile`, {
        accept: 'application/octet-stream',
        body: JSON.stringify({ have: [...have] }),
      });
      const theirs = answers.flatMap(({ body }) => [
        ...decodeArchive(body, 'the profile of another process'),
      ]);
      // Who has ended in the meantime has written; who is alive knows better than its file.
      return new Map([...readEndedProfiles(options, have), ...theirs, ...mine]);
    },
    dump: (scope) => dumps[scope](),
    reset(scope) {
      if (scope === 'run') note({ event: 'reset', at: now() });
      return gather(scope, () => [own.reset()], '/reset');
    },
    async startSession(scope, name) {
      const isOpen = own.status().sessions.some((session) => session.name === name);
      if (scope === 'run' && isOpen) throw sessionIsRunning(name);
      const mine = own.startSession(name);
      if (scope === 'self') return [mine];
      note({ event: 'session started', name, at: mine.start });
      const theirs = await askOthers<SessionsAnswer>(
        'POST',
        `/session/start?name=${encodeURIComponent(name)}`,
      );
      return [mine, ...theirs.flatMap(({ sessions }) => sessions)];
    },
    async endSession(scope, name) {
      if (scope === 'run') note({ event: 'session ended', name, at: now() });
      const path = `/session/end?name=${encodeURIComponent(name)}`;
      const dumps = await gather(scope, () => [own.endSession(name)].filter(isThere), path);
      if (scope === 'run' && dumps.length === 0) throw sessionIsUnknown(name);
      return dumps;
    },
    async stop(scope) {
      if (scope === 'run') note({ event: 'stop requested', at: now() });
      const [theirs] = await Promise.allSettled([
        scope === 'run' ? askOthers<StopAnswer>('POST', '/stop') : [],
      ]);
      // Only now, since it ends the answering; and also where one of the others has failed.
      const mine = own.stop();
      if (theirs.status === 'rejected') throw theirs.reason;
      return [mine, ...theirs.value.flatMap(({ pids }) => pids)];
    },
    async status(scope) {
      if (scope === 'self') return [own.status()];
      const theirs = await askOthers<ProcessStatus>('GET', '/status');
      return [own.status(), ...theirs];
    },
    watch,
  };
}

function isThere<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}
