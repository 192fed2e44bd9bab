/** Collects the profiles of one target: requests them, stores them, and then lets the agents start new epochs. */
import { waitAtMost, waitFor } from '../platform/abortable-waits.js';
import { CovermainError, type ErrorCode, messageOf } from '../platform/errors.js';
import { pauseFor } from '../view/pause-for.js';
import { acknowledge, requestIdentities } from './agent-requests.js';
import type { CollectionStore } from './collection-store.js';
import { withCollectionTimeout } from './collection-timeout.js';
import { fetchArchives } from './fetch-archives.js';
import { type AgentLink, type CollectTarget, NoTargetError } from './target.js';
import { addStored, createOutcome, type TargetOutcome } from './target-outcome.js';

export interface CollectTargetOptions {
  readonly store: CollectionStore;
  /** Whether the agents start new epochs after their profiles were stored. */
  readonly reset: boolean;
  /** Name of a session to end and store. @default none */
  readonly session?: string;
  /** Milliseconds for the target, with all its requests. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** A request is sent again once: all requests of a collection can be repeated without counting anything twice. */
const ATTEMPTS = 2;

/** Milliseconds before the second attempt. */
const RETRY_PAUSE = 200;

/** Collects the profiles of a target. Never rejects: the outcome has the reasons of failures. */
export async function collectTarget(
  target: CollectTarget,
  options: CollectTargetOptions,
): Promise<TargetOutcome> {
  const outcome = createOutcome();
  const started = performance.now();
  const limit = { timeout: options.timeout, stop: options.signal, problem: 'It did not answer within' };
  await withCollectionTimeout(limit, (signal) => collectRepeatedly(target, { ...options, signal }, outcome));
  outcome.time = Math.round(performance.now() - started);
  return outcome;
}

async function collectRepeatedly(
  target: CollectTarget,
  options: CollectTargetOptions,
  outcome: TargetOutcome,
): Promise<void> {
  const { signal } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      outcome.reasons = await collectOnce(target, options, outcome);
      return;
    } catch (error) {
      if (error instanceof NoTargetError) outcome.skipped = error.message;
      outcome.reasons = [messageOf(error)];
      if (attempt === ATTEMPTS || signal.aborted || isFinal(error)) return;
      await pauseFor(RETRY_PAUSE, signal);
    }
  }
}

const FINAL_CODES: readonly ErrorCode[] = [
  'AGENT_NOT_FOUND',
  'AGENT_REFUSED',
  'PROFILE_VERSION',
  'DIRECTORY_NOT_WRITABLE',
  'DIRECTORY_NOT_PRIVATE',
  'KUBECTL_MISSING',
  'KUBECTL_FORBIDDEN',
];

/** Whether a second attempt would fail, too. */
function isFinal(error: unknown): boolean {
  return error instanceof CovermainError && FINAL_CODES.includes(error.code);
}

/** Milliseconds to wait for the end of a connection, which nothing depends on. */
const CLOSE_TIME = 2_000;

/** @returns reasons why something is missing @throws the reason why nothing arrived */
async function collectOnce(
  target: CollectTarget,
  options: CollectTargetOptions,
  outcome: TargetOutcome,
): Promise<readonly string[]> {
  const { signal } = options;
  signal.throwIfAborted();
  const link = await waitFor(target.open(signal), signal);
  try {
    // A link that ignores the signal must not store or acknowledge anything after the end.
    const request: AgentLink['request'] = (one) => waitFor(link.request(one), signal);
    return await collectThrough({ ...link, request }, target, options, outcome);
  } finally {
    await waitAtMost(link.close(), CLOSE_TIME, signal);
  }
}

async function collectThrough(
  link: AgentLink,
  { id }: CollectTarget,
  { store, reset, session, signal }: CollectTargetOptions,
  outcome: TargetOutcome,
): Promise<readonly string[]> {
  for (const { run, version, node, commit } of await requestIdentities(link, signal)) {
    outcome.runs.add(run);
    outcome.versions.add(version);
    outcome.nodes.add(node);
    if (commit !== null) outcome.commits.add(commit);
  }
  const reasons: string[] = [];
  const context = { link, name: `the profile of ${id}`, have: () => store.have(), signal, reasons };
  const ofSession =
    session === undefined
      ? []
      : await fetchArchives({
          ...context,
          path: `/v1/cover/collect?session=${encodeURIComponent(session)}`,
          save: (archive, name) => store.storeSession(session, archive, name),
        });
  let isOlder = false;
  let archives = await fetchArchives({ ...context, path: '/v1/cover/collect', save: store.store });
  if (archives === 'none') {
    // Agents of covermain 0.1 do not have the route.
    isOlder = true;
    archives = await fetchArchives({ ...context, path: '/v1/cover/profile', save: store.store });
    if (archives === 'none')
      throw new CovermainError('AGENT_REFUSED', 'The agent there has no profiles: it answered 404.');
  }
  for (const { stored, size } of archives) addStored(outcome, stored, size);
  if (session !== undefined) {
    const withSession = new Set(
      ofSession === 'none' ? [] : ofSession.flatMap(({ stored }) => stored.profiles.map(({ run }) => run)),
    );
    if (isOlder && ofSession === 'none')
      reasons.push(describeOlder(outcome, 'its sessions cannot be collected'));
    else
      for (const { archive, stored } of archives)
        if (!stored.profiles.some(({ run }) => withSession.has(run)))
          store.storeSession(session, archive, context.name);
  }
  if (!reset) return reasons;
  if (isOlder) return [...reasons, describeOlder(outcome, 'nothing was reset')];
  // A later reading of the directory comes from another collection, and would be counted twice. An epoch without a hit goes on,
  // so that a program that does nothing adds no file in each round.
  const stored = archives
    .flatMap((one) => one.stored.files)
    .filter(({ end, storedEnd, hasHits }) => end === storedEnd && hasHits);
  await acknowledge(link, stored, signal);
  return reasons;
}

function describeOlder({ versions }: TargetOutcome, consequence: string): string {
  return (
    `Its agent is covermain ${[...versions].join(', ')}, which cannot acknowledge a collection: ${consequence}. ` +
    'Its profile was stored. Update covermain in the program.'
  );
}
