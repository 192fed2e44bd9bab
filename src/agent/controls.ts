/** The ways in which others ask the agent: its private socket, the port of the run, a trigger file, the journal. */
import { readFileSync } from 'node:fs';
import { messageOf } from '../platform/errors.js';
import { warnNow } from '../platform/warn.js';
import type { ProcessHeader } from '../profile/model/counters-profile.js';
import type { MetaStore } from '../profile/store/meta-store.js';
import { journalOf, lastResetOf, openSessionsOf, readJournal, sessionsBegunIn } from '../run-log/journal.js';
import type { RunContext } from '../settings/run-context.js';
import { createProcessActions } from './actions/process-actions.js';
import { createRunActions } from './actions/run-actions.js';
import { createWatch } from './actions/watch-counters.js';
import type { PortHolder } from './http/port-holder.js';
import { createHttpApp } from './http/routes.js';
import { openRunPort, type RunPort } from './http/run-port.js';
import { createServer } from './http/serve.js';
import { openPeers, type Peers } from './peers/peers.js';
import { listenPrivately } from './peers/private-socket.js';
import type { ProcessStatus } from './peers/process-status.js';
import type { ProfileWriter } from './recording/profile-writer.js';
import type { Recorder } from './recording/recorder.js';
import { watchTriggerFile } from './trigger-file.js';

export interface ControlsOptions {
  readonly run: RunContext;
  readonly header: ProcessHeader;
  readonly recorder: Recorder;
  readonly metas: MetaStore;
  readonly writer: ProfileWriter;
  /** Asks the program to end. */
  readonly stop: () => void;
}

/**
 * Never rejects: what cannot be opened is said, and the rest is opened.
 *
 * @returns the path of the private socket, if there is one
 */
export async function openControls(options: ControlsOptions): Promise<string | undefined> {
  const { run, header, recorder, metas, writer, stop } = options;
  const { root, directory, controls } = run;
  const { pid, start } = header;
  const journal = journalOf(directory, run.id);
  const warnings = new Set<string>();
  const warn = (line: string) => {
    warnings.add(line);
    warnNow(line);
  };
  const onFailure = (error: unknown) => warnings.add(messageOf(error));
  let port: RunPort | undefined;

  const peers = openPeers({ root, run: run.id, pid, start: Date.parse(start) });
  const own = createProcessActions({
    header,
    directory,
    recorder,
    metas,
    stop,
    version: versionOfCovermain(),
    lastFlush: () => writer.last,
    http: () => port?.url() ?? null,
    warnings: () => [...warnings, ...warningsOf(writer, recorder, port)],
  });
  const watch = createWatch(recorder, metas, peers);
  const actions = createRunActions({ own, peers, watch, run: run.id, directory, journal, onFailure });
  const appFor = (isPrivate: boolean) => {
    const token = controls.http?.token ?? null;
    return createHttpApp(actions, { root, token, isPrivate, sayFailure: onFailure });
  };

  const place = { root, run: run.id, pid, start: Date.parse(start) };
  const socket = await listenPrivately(createServer(appFor(true)), place).catch((error: unknown) => {
    warn(messageOf(error));
    return undefined;
  });
  // Only now: whoever asks something of the run writes the journal first, and then to all who listen.
  try {
    catchUp({ recorder, stop }, journal, start);
  } catch (error) {
    warn(messageOf(error)); // the journal cannot be read, which ends nothing
  }
  if (controls.http) {
    const app = appFor(false);
    const isPeer = async (holder: PortHolder) => {
      if (holder.pid === undefined) return (await urlsOf(peers)).length > 0;
      return holder.run === run.id || peers.pids().includes(holder.pid);
    };
    port = openRunPort({ ...controls.http, createServer: () => createServer(app), isPeer, logLine: warnNow });
  }
  if (controls.triggerFile !== null) {
    watchTriggerFile(controls.triggerFile, {
      dump: () => actions.dump('run'),
      isChosen: () => peers.isFirst(),
      since: start,
      logLine: warn,
    });
  }
  return socket?.path;
}

/** Where the others of the run serve HTTP; none that fail to tell. */
async function urlsOf(peers: Peers): Promise<readonly string[]> {
  try {
    const answers = await peers.askAll('GET', '/v1/cover/status');
    const statuses = answers.map(({ body }) => JSON.parse(body.toString()) as ProcessStatus);
    return statuses.map(({ http }) => http).filter((url) => url !== null);
  } catch {
    return []; // it is asked for a remark alone
  }
}

/** What is wrong now, and may be right later. */
function warningsOf(writer: ProfileWriter, recorder: Recorder, port: RunPort | undefined): readonly string[] {
  const isEmpty = recorder.counts().files === 0;
  return [
    ...[writer.failure, port?.failure()].filter((failure) => failure !== undefined),
    ...(isEmpty ? ['no file that is measured was loaded by now: .nycrc says which are'] : []),
  ];
}

/** What was asked of the run before this process could be asked. */
function catchUp(
  { recorder, stop }: Pick<ControlsOptions, 'recorder' | 'stop'>,
  journal: string,
  start: string,
): void {
  const events = readJournal(journal);
  if ((lastResetOf(events) ?? '') > start) recorder.reset();
  const open = openSessionsOf(events);
  for (const begun of sessionsBegunIn(events, start)) {
    recorder.joinSession(begun.name);
    if (!open.some((session) => session.start === begun.start)) recorder.endSession(begun.name);
  }
  for (const { name } of open) recorder.startSession(name);
  if (events.some(({ event, at }) => event === 'stop requested' && at > start)) stop();
}

/** From the bundle's place in the package. */
function versionOfCovermain(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
