/** Streams what a reader of the model has not seen, as lines of JSON. */
import { waitAtMost } from '../platform/abortable-waits.js';
import type { CoverageView } from '../view/coverage-view.js';
import type { ClosedMessage, FileMessage, RunMessage } from '../view/messages.js';
import { pauseFor } from '../view/pause-for.js';
import type { RunModel } from './run-model.js';

/** Milliseconds after which an empty line keeps the connection open. */
const HEARTBEAT = 10_000;

/** Minimum number of milliseconds between two pieces of a stream. */
const MINIMUM_GAP = 100;

/** When a stream ends. */
export interface StreamSignals {
  /** Aborted when the client disconnects. */
  readonly disconnected: AbortSignal;
  /** Aborted when the server ends: the stream sends what is left, then a `ClosedMessage`. */
  readonly closing: AbortSignal;
}

/** Yields pieces of text: the state and all rows first, then what has changed. */
export function streamRun(
  model: RunModel,
  { view, base }: { readonly view: CoverageView; readonly base: string | null },
  signals: StreamSignals,
): AsyncGenerator<string> {
  const rows = model.followRows(view);
  const changes = base === null ? undefined : model.followChanges(base);
  let lastState = '';
  const take = async (): Promise<readonly RunMessage[]> => {
    const messages: RunMessage[] = [];
    const state = model.state();
    const text = JSON.stringify({ ...state, time: '' });
    if (text !== lastState) messages.push({ type: 'state', state });
    lastState = text;
    const changedRows = await rows.take();
    if (typeof changedRows === 'string') messages.push({ type: 'no view', reason: changedRows });
    else if (changedRows) messages.push({ type: 'rows', ...changedRows });
    const changed = await changes?.take();
    if (typeof changed === 'string') messages.push({ type: 'no changes', reason: changed });
    else if (changed) messages.push({ type: 'changes', changes: changed });
    return messages;
  };
  const close = () => {
    rows.close();
    changes?.close();
  };
  return streamMessages(model, { take, close }, signals);
}

/** Yields pieces of text: the source of a file with its counts first, then the counts that have changed. */
export function streamFile(
  model: RunModel,
  { view, path }: { readonly view: CoverageView; readonly path: string },
  signals: StreamSignals,
): AsyncGenerator<string> {
  const { take, close } = model.followFile(view, path);
  const takeAll = async (): Promise<readonly FileMessage[]> => {
    const message = await take();
    return message ? [message] : [];
  };
  return streamMessages(model, { take: takeAll, close }, signals);
}

interface MessageSource {
  readonly take: () => Promise<readonly object[]>;
  readonly close: () => void;
}

/** Takes messages only when the previous piece was consumed, so a slow client gets fewer of them. */
async function* streamMessages(
  model: RunModel,
  { take, close }: MessageSource,
  { disconnected, closing }: StreamSignals,
): AsyncGenerator<string> {
  const changes = watchChanges(model);
  const signal = AbortSignal.any([disconnected, closing]);
  try {
    while (!disconnected.aborted) {
      const started = performance.now();
      const isLast = closing.aborted;
      const messages: readonly object[] = [...(await take()), ...(isLast ? [CLOSED] : [])];
      if (messages.length > 0) yield messages.map((message) => `${JSON.stringify(message)}\n`).join('');
      if (isLast) return;
      const hasChanged = await changes.next(HEARTBEAT, signal);
      if (!hasChanged && !signal.aborted) yield '\n';
      const left = MINIMUM_GAP - (performance.now() - started);
      if (left > 0) await pauseFor(left, signal);
    }
  } finally {
    changes.close();
    close();
  }
}

const CLOSED: ClosedMessage = { type: 'closed' };

interface ChangeWatch {
  /** Resolves with true after the next change, or the last one if it was not waited for; with false after a time. */
  readonly next: (timeout: number, signal: AbortSignal) => Promise<boolean>;
  readonly close: () => void;
}

function watchChanges(model: RunModel): ChangeWatch {
  let hasChanged = false;
  let wake = () => {};
  const close = model.onChange(() => {
    hasChanged = true;
    wake();
  });
  return {
    async next(timeout, signal) {
      if (!hasChanged) {
        const changed = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await waitAtMost(changed, timeout, signal);
      }
      const result = hasChanged;
      hasChanged = false;
      return result;
    },
    close,
  };
}
