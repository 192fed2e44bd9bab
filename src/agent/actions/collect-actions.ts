/** Collection of the profiles of a run: sends the requests to all its processes, and reads what ended ones have left. */
import { MAX_DATA_BYTES } from '../../platform/regular-files.js';
import { decodeArchive } from '../../profile/format/archive.js';
import { countersNameOf } from '../../profile/format/counters-file.js';
import type { ProcessHeader } from '../../profile/model/counters-profile.js';
import { isDumpsAnswer, parsePeerAnswer } from '../peers/agent-answers.js';
import type { Peers } from '../peers/peers.js';
import { sessionIsUnknown } from '../recording/session-errors.js';
import type { AgentActions, EncodedProfileFiles } from './agent-actions.js';
import { type EndedProfilesOptions, readSessionFiles } from './ended-processes.js';
import type { ProcessActions } from './process-actions.js';
import type { UncollectedFiles } from './uncollected-files.js';

export interface CollectActionsOptions extends EndedProfilesOptions {
  readonly own: ProcessActions;
  /** Header of this process. */
  readonly header: ProcessHeader;
  readonly peers: Peers;
  readonly uncollected: UncollectedFiles;
  /** Notes in the journal that a session ends, if it is open. */
  readonly noteSessionEnd: (name: string) => void;
}

export type CollectActions = Pick<AgentActions, 'collect' | 'collected' | 'collectSession'>;

export function createCollectActions(options: CollectActionsOptions): CollectActions {
  const { own, header, peers, uncollected } = options;
  /** Returns the files in the archives of all peers. */
  const askFiles = async (path: string, have: ReadonlySet<string>): Promise<EncodedProfileFiles> => {
    const answers = await peers.askAll('POST', path, {
      body: JSON.stringify({ have: [...have] }),
      limit: MAX_DATA_BYTES,
    });
    const archives = answers.map(({ body }) => decodeArchive(body, 'the profile of another process'));
    return new Map(archives.flatMap((files) => [...files]));
  };
  return {
    async collect(scope, have) {
      const ownFiles = own.collect(have);
      if (scope === 'self') return ownFiles;
      const live = new Map([...(await askFiles('/v1/cover/collect', have)), ...ownFiles]);
      // After the answers, because processes that have ended meanwhile have written their files. Those of running processes are
      // older than their answers.
      return new Map([...uncollected.read(have, new Set(live.keys())), ...live]);
    },
    async collected(scope, files) {
      if (scope === 'self') return own.collected(files);
      const [ownDumps, answers] = await Promise.all([
        Promise.resolve().then(() => own.collected(files)),
        peers.askAll('POST', '/v1/cover/collected', { body: JSON.stringify({ files }) }),
      ]);
      const peerDumps = answers.flatMap(({ pid, body }) => parsePeerAnswer(pid, body, isDumpsAnswer).dumps);
      const dumps = [...ownDumps, ...peerDumps];
      const done = new Set(dumps.map(({ pid, start }) => countersNameOf({ ...header, pid, start })));
      uncollected.collect(files.filter(({ name }) => !done.has(name)));
      return dumps;
    },
    async collectSession(scope, name, have) {
      if (scope === 'self')
        return new Map([
          ...readSessionFiles(options, name, have, header.pid),
          ...own.collectSession(name, have),
        ]);
      options.noteSessionEnd(name);
      const ownFiles = own.collectSession(name, have);
      const path = `/v1/cover/collect?session=${encodeURIComponent(name)}`;
      const peerFiles = await askFiles(path, have);
      const files = new Map([...readSessionFiles(options, name, have), ...peerFiles, ...ownFiles]);
      if (files.size === 0) throw sessionIsUnknown(name);
      return files;
    },
  };
}
