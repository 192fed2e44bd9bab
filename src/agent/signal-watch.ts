/**
 * Receives deadly signals in the agent's thread, so that a program whose event loop is blocked still dies of them, and
 * its profile is complete (docs/notes/signals.md).
 */
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { CONTAINER_INIT_PID } from '../platform/container-init.js';
import { ENDING_SIGNALS } from '../platform/ending-signals.js';
import { SHARED_STATE } from '../platform/shared-state.js';
import { isHandledByApp } from '../runtime/deadly-signals.js';

const ENDING: readonly NodeJS.Signals[] = ENDING_SIGNALS;
const isEnding = (signal: NodeJS.Signals) => ENDING.includes(signal);

/** Node's handle of one signal in one thread. */
interface SignalHandle {
  onsignal: () => void;
  /** Returns an error number, or 0. */
  start(signal: number): number;
  close(): void;
  unref(): void;
}

type SignalHandleClass = new () => SignalHandle;

export interface SignalWatch {
  /** Starts to receive the signals. @returns whether that is possible */
  start(): boolean;
  /** Stops, so that the signals have their default effect, unless the app listens for them. */
  stop(): void;
}

export interface SignalWatchOptions {
  readonly signals: readonly NodeJS.Signals[];
  /** The shared state of the process. */
  readonly state: Int32Array;
  /** Asks the main thread to end the process by the signal. */
  readonly askMainThread: (signal: NodeJS.Signals) => void;
  readonly flush: () => unknown;
  /** Pushes the profile before the agent ends the process. */
  readonly push: () => Promise<void>;
  /** Starts a push, because the process may be killed soon. */
  readonly pushSoon: () => void;
  /** Called before the agent ends the process, because the main thread is blocked. */
  readonly onDeath: () => void;
}

/** Milliseconds that the main thread has to answer. It is blocked if it takes longer. */
const ANSWER_TIME = 100;

/** Milliseconds after which a process is killed that survives its signal. */
const SURVIVAL_TIME = 1_000;

export function createSignalWatch(options: SignalWatchOptions): SignalWatch {
  const { signals, state, askMainThread, flush, push, pushSoon, onDeath } = options;
  const Handle = loadHandleClass();
  let handles: readonly SignalHandle[] = [];
  const answers = () => Atomics.load(state, SHARED_STATE.answeredSignals);

  const receive = (signal: NodeJS.Signals) => {
    if (isHandledByApp(state, signal)) {
      flush(); // a supervisor may send SIGKILL next
      if (isEnding(signal)) pushSoon();
      return;
    }
    const before = answers();
    askMainThread(signal);
    const isUnanswered = () => answers() === before && !isHandledByApp(state, signal);
    setTimeout(() => isUnanswered() && void die(signal), ANSWER_TIME);
  };
  let isDying = false;
  const die = async (signal: NodeJS.Signals) => {
    if (isDying) return;
    isDying = true;
    flush();
    await push();
    isDying = false;
    onDeath();
    stop();
    process.kill(process.pid, signal);
    // The process survives if it is the first of a container, or if its main thread still receives the signal.
    start();
    const killAnyway = () => {
      flush();
      process.kill(process.pid, 'SIGKILL');
    };
    if (process.pid !== CONTAINER_INIT_PID) setTimeout(killAnyway, SURVIVAL_TIME);
  };
  const start = () => {
    if (!Handle) return false;
    stop();
    handles = signals.map((signal) => {
      const handle = new Handle();
      handle.onsignal = () => receive(signal);
      handle.start(constants.signals[signal]);
      handle.unref();
      return handle;
    });
    Atomics.store(state, SHARED_STATE.agentReceives, 1);
    return true;
  };
  const stop = () => {
    Atomics.store(state, SHARED_STATE.agentReceives, 0);
    for (const handle of handles) handle.close();
    handles = [];
  };
  return { start, stop };
}

/**
 * Returns Node's internal class. `process.on` receives no signals outside the main thread. The agent runs with the option
 * `--expose-internals`, which makes internal modules available in its thread only.
 */
function loadHandleClass(): SignalHandleClass | undefined {
  interface Binding {
    internalBinding(name: 'signal_wrap'): { readonly Signal: SignalHandleClass };
  }
  const { emitWarning } = process;
  // Node warns that the module is for its tests. A warning would go to a stream that keeps the process alive.
  process.emitWarning = () => {};
  try {
    const { internalBinding } = createRequire(import.meta.url)('internal/test/binding') as Binding;
    return internalBinding('signal_wrap').Signal;
  } catch {
    return undefined; // The main thread then goes on receiving the signals.
  } finally {
    process.emitWarning = emitWarning;
  }
}
