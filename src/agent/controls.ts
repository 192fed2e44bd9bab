/** Opens the controls of an agent: its private socket, the port of the run, the trigger file and the journal. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { messageOf } from '../platform/errors.js';
import { SHARED_STATE, sharedState } from '../platform/shared-state.js';
import { warnNow } from '../platform/warn.js';
import type { ProcessHeader } from '../profile/model/counters-profile.js';
import type { MetaStore } from '../profile/store/meta-store.js';
import type { CollectedFiles } from '../run-log/collected-files.js';
import { findJournalFailure, journalOf } from '../run-log/journal.js';
import { appendRunEvent } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';
import type { AgentActions } from './actions/agent-actions.js';
import { createProcessActions, type ProcessActionsOptions } from './actions/process-actions.js';
import { createRunActions, type RunActionsOptions } from './actions/run-actions.js';
import { openUncollectedFiles } from './actions/uncollected-files.js';
import { createWatch } from './actions/watch-counters.js';
import { applyJournal } from './apply-journal.js';
import type { PortHolder } from './http/port-holder.js';
import { describeRequest } from './http/request-log.js';
import { createHttpApp } from './http/routes.js';
import { openRunPort, type RunPort, type RunPortOptions } from './http/run-port.js';
import { createServer } from './http/serve.js';
import { isProcessStatus, parseAnswer } from './peers/agent-answers.js';
import { createOwnerToken } from './peers/owner-token.js';
import { openPeers, type Peers } from './peers/peers.js';
import { listenPrivately } from './peers/private-socket.js';
import type { ProfileWriter } from './recording/profile-writer.js';
import type { Recorder } from './recording/recorder.js';
import { watchTriggerFile } from './trigger-file.js';

export interface ControlsOptions {
  readonly run: RunContext;
  readonly header: ProcessHeader;
  readonly recorder: Recorder;
  readonly metas: MetaStore;
  readonly writer: ProfileWriter;
  readonly collected: CollectedFiles;
  /** Returns why the last push has failed; `undefined` if it has not. */
  readonly pushFailure: () => string | undefined;
  /** Returns the number of running threads that have loaded a measured file. */
  readonly threads: () => number;
  /** Asks the program to end. */
  readonly stop: () => void;
}

/** The controls of an agent. */
export interface OpenControls {
  /** Returns the absolute paths of the private socket and of the owner's token, as far as they exist. */
  files(): readonly string[];
}

/** Opens all controls. Never rejects: warns about each control that cannot be opened, and opens the others. */
export async function openControls(options: ControlsOptions): Promise<OpenControls> {
  const { run, header, recorder, stop } = options;
  const { root, controls } = run;
  const { pid, start } = header;
  const warnings = new Set<string>();
  const warn = (line: string) => {
    warnings.add(line);
    warnNow(line);
  };
  const onFailure = (error: unknown) => warnings.add(messageOf(error));
  let port: RunPort | undefined;
  const address = { root, run: run.id, pid, start: Date.parse(start) };
  const peers = openPeers(address);
  const actions = createActions(options, peers, {
    onFailure,
    http: () => port?.url() ?? null,
    warnings: () => [...warnings, ...warningsOf(options, port)],
  });
  const token = controls.http?.token ?? null;
  const ownerToken = createOwnerToken(root);
  const logLine = controls.isLogging ? warnNow : undefined;
  const announcePort = (boundPort: number, url: string) => {
    logLine?.(`coverage server listening on ${url}`);
    appendRunEvent(run.log, { event: 'http bound', pid, url });
    writeOwnerToken(boundPort);
  };
  const writeOwnerToken = (boundPort: number) => {
    if (token !== null) return;
    try {
      ownerToken.write(boundPort);
    } catch (error) {
      onFailure(
        `The port has no token file, so only \`covermain stop\` can stop the run: ${messageOf(error)}`,
      );
    }
  };
  const serverFor = (isPrivate: boolean) => {
    // Commands use the private socket, and nobody waits for lines about them.
    const log = isPrivate ? undefined : logLine;
    const app = createHttpApp(actions, { root, token, ownerToken, isPrivate, onFailure, logLine: log });
    const onRequest = (request: IncomingMessage) => log?.(describeRequest(request));
    return () => createServer(app, {}, onRequest);
  };

  const socket = await listenPrivately(serverFor(true)(), address).catch((error: unknown) => {
    warn(messageOf(error));
    return undefined;
  });
  // After the socket listens: an agent writes an action to the journal first, and then sends it to all that listen. In
  // this order, no action is missed.
  const journal = journalOf(run.directory, run.id);
  try {
    applyJournal(journal, start, { recorder, stop });
  } catch (error) {
    warn(messageOf(error)); // the agent works without the journal
  }
  const failure = findJournalFailure(journal);
  if (failure !== undefined)
    warn(
      `Cannot read ${journal}: ${failure}. Process ${pid} does not take part in earlier sessions. Delete it.`,
    );
  if (controls.http?.needsToken && token === null)
    warn(
      `Process ${pid} does not serve HTTP, because its environment lacks COVER_TOKEN. Pass the variable on to its children.`,
    );
  else if (controls.http)
    port = openPort(
      { ...controls.http, createServer: serverFor(false), onBound: announcePort },
      run.id,
      peers,
    );
  if (controls.triggerFile !== null) {
    const dump = () => actions.dump('run');
    watchTriggerFile(controls.triggerFile, {
      dump,
      isChosen: () => peers.isFirst(),
      since: start,
      logLine: warn,
    });
  }
  return { files: () => [socket?.path, ownerToken.path()].filter((path) => path !== undefined) };
}

function createActions(
  { run, header, recorder, metas, writer, collected, threads, stop }: ControlsOptions,
  peers: Peers,
  {
    onFailure,
    ...status
  }: Pick<ProcessActionsOptions, 'http' | 'warnings'> & Pick<RunActionsOptions, 'onFailure'>,
): AgentActions {
  const { id, directory } = run;
  const own = createProcessActions({
    header,
    directory,
    recorder,
    metas,
    threads,
    stop,
    version: versionOfCovermain(),
    lastFlush: () => writer.last,
    ...status,
  });
  const watch = createWatch(recorder, metas, peers);
  const journal = journalOf(directory, id);
  const uncollected = openUncollectedFiles({ directory, run: id, machine: header, collected, onFailure });
  return createRunActions({ own, header, peers, watch, uncollected, run: id, directory, journal, onFailure });
}

function openPort(options: Omit<RunPortOptions, 'isPeer' | 'logLine'>, run: string, peers: Peers): RunPort {
  const isPeer = async (holder: PortHolder) => {
    if (holder.pid === undefined) return (await urlsOf(peers)).length > 0;
    return holder.run === run || peers.pids().includes(holder.pid);
  };
  return openRunPort({ ...options, isPeer, logLine: warnNow });
}

/** Returns the URLs at which peers serve HTTP; none if a peer fails to answer. */
async function urlsOf(peers: Peers): Promise<readonly string[]> {
  try {
    const answers = await peers.askAll('GET', '/v1/cover/status');
    const statuses = answers.map(({ body }) => parseAnswer(body.toString(), isProcessStatus));
    return statuses.map(({ http }) => http).filter((url) => url !== null);
  } catch {
    return []; // the URLs only decide whether a warning is printed
  }
}

/** Returns the problems that exist now and may be solved later. */
function warningsOf(
  { writer, recorder, pushFailure }: ControlsOptions,
  port: RunPort | undefined,
): readonly string[] {
  const lacksParser = Atomics.load(sharedState(), SHARED_STATE.warnedOfMissingParser) === 1;
  const isEmpty = !lacksParser && recorder.counts().files === 0;
  return [
    ...[writer.failure, port?.failure(), pushFailure()].filter((failure) => failure !== undefined),
    ...(lacksParser
      ? [
          'Files are not measured, because the parser cannot be loaded. The program has printed the reason to stderr.',
        ]
      : []),
    ...(isEmpty
      ? ['No measured file has been loaded yet. The patterns in .nycrc select the measured files.']
      : []),
  ];
}

/** Reads the version from package.json, relative to the path of the bundle. */
function versionOfCovermain(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
