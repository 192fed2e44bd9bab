/** Sends one push: retries failures that may be temporary until the push has succeeded or its time is over. */
import { waitFor } from '../../platform/abortable-waits.js';
import { withDeadline } from '../../platform/deadline.js';
import { pauseFor } from '../../view/pause-for.js';
import type { FailedAttempt } from './push-failure.js';
import type { PushTarget } from './push-target.js';
import type { HttpClient, PutResponse } from './put.js';

export interface PushAttempts {
  readonly client: HttpClient;
  readonly target: PushTarget;
  readonly token: string | null;
  /** Returns the archive. @param isComplete whether it must contain every meta, because the server lacks some */
  readonly body: (isComplete: boolean) => Uint8Array;
  /** Maximum milliseconds of all attempts. */
  readonly timeout: number;
  /** Ends the push before its time is over. */
  readonly signal?: AbortSignal;
  /** Returns a number from 0 to 1. @default Math.random */
  readonly random?: () => number;
}

export type PushResult =
  | { readonly isDone: true; readonly keepsMetas: boolean }
  | { readonly isDone: false; readonly failure: FailedAttempt; readonly attempts: number };

/** Milliseconds before the second attempt. Each further pause is twice as long. */
const FIRST_PAUSE = 100;
const MAX_PAUSE = 5_000;

/** Part of the timeout in which a connection must be established, so that a lost packet leaves time for another attempt. */
const CONNECT_PART = 0.5;

/** Errors of connections that may be temporary. An invalid certificate is not. */
const TEMPORARY_ERRORS: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ENOTFOUND',
]);

/** Never rejects. Ends within the timeout, whatever the server does. */
export async function pushWithRetries(options: PushAttempts): Promise<PushResult> {
  const { timeout, signal: parent } = options;
  const toReason = () => new Error(`the push has taken ${timeout} ms`);
  return withDeadline({ timeout, toReason, parent }, (signal) => tryRepeatedly(options, signal));
}

async function tryRepeatedly(options: PushAttempts, signal: AbortSignal): Promise<PushResult> {
  const { timeout, random = Math.random } = options;
  const end = performance.now() + timeout;
  let isComplete = false;
  let earlier: FailedAttempt | undefined;
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryOnce(options, isComplete, signal);
    if (outcome.kind === 'done') return { isDone: true, keepsMetas: outcome.keepsMetas };
    // The end of the time cuts the last attempt off. An earlier attempt has the reason.
    const failure = outcome.kind === 'timeout' ? (earlier ?? { ...outcome, milliseconds: timeout }) : outcome;
    // The server lacks metas that were left out.
    const lacksMetas = failure.kind === 'refused' && failure.status === 409 && !isComplete;
    if (lacksMetas) {
      isComplete = true;
      continue;
    }
    const pause = pauseAfter(outcome, attempt, random);
    const isLate = pause === undefined || performance.now() + pause >= end;
    if (!isLate) await pauseFor(pause, signal);
    if (isLate || signal.aborted) return { isDone: false, failure, attempts: attempt };
    earlier = failure;
  }
}

type Outcome =
  | { readonly kind: 'done'; readonly keepsMetas: boolean }
  | (FailedAttempt & { readonly response?: PutResponse });

async function tryOnce(
  { client, target, token, body, timeout }: PushAttempts,
  isComplete: boolean,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const connectTimeout = Math.ceil(timeout * CONNECT_PART);
    const request = { target, token, body: body(isComplete), connectTimeout, signal };
    const response = await waitFor(client.put(request), signal);
    const { status, code, keepsMetas } = response;
    if (status >= 200 && status < 300) return { kind: 'done', keepsMetas };
    return { kind: 'refused', status, code, response };
  } catch (error) {
    return signal.aborted ? { kind: 'timeout', milliseconds: timeout } : { kind: 'unreachable', error };
  }
}

/** Returns milliseconds before the next attempt; `undefined` if another would fail in the same way. */
function pauseAfter(outcome: Outcome, attempt: number, random: () => number): number | undefined {
  const longest = Math.min(MAX_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1));
  // Processes that ended at the same time must not come back at the same time.
  const pause = longest * (0.5 + random() / 2);
  switch (outcome.kind) {
    case 'unreachable':
      return isTemporary(outcome.error) ? pause : undefined;
    case 'refused': {
      const { status, response } = outcome;
      if (status < 500 && status !== 408 && status !== 429) return undefined;
      return Math.max(pause, parseRetryAfter(response?.retryAfter, Date.now()) ?? 0);
    }
    default:
      return undefined;
  }
}

function isTemporary(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isTemporary);
  const { code } = error as NodeJS.ErrnoException;
  // `HPE_…`: the server sent no valid response
  return TEMPORARY_ERRORS.has(code) || (typeof code === 'string' && code.startsWith('HPE_'));
}

/** Returns the milliseconds of a header `Retry-After`: seconds or a date. @param now in milliseconds */
function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const time = Date.parse(header);
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}
