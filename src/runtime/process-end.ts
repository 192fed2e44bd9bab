/**
 * Acts at the end of a process, however it ends. The app cannot notice that: it sees no additional listener, and the
 * process ends as it would without covermain (docs/notes/process-end.md).
 */
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import process from 'node:process';
import { CONTAINER_INIT_PID } from '../platform/container-init.js';
import { SHARED_STATE, sharedState } from '../platform/shared-state.js';
import { isOwnWorkerEvent } from './agent-thread.js';
import { createDeadlyReception, type DeadlyReception } from './deadly-reception.js';
import { deadlySignals, setHandledByApp } from './deadly-signals.js';
import { type Emit, openSignalReception } from './signal-reception.js';

/** Functions and properties of `process` that end the process. Most have no types. */
interface ProcessInternals {
  emit: Emit;
  reallyExit: (code?: number) => void;
  /** Whether the process is exiting. An app may emit `exit` by itself, without exiting. */
  readonly _exiting: boolean;
  /** Called by `process.kill`, with the number of the signal. */
  _kill: (pid: number, signal: number) => number;
  /** Replaces this program by another. Exists in Node 22.15 and later. */
  execve?: (...args: readonly unknown[]) => unknown;
}

const { listenerCount } = EventEmitter.prototype;

const internals = process as unknown as ProcessInternals;

// The app's tests may replace this global later.
const { setImmediate } = globalThis;

/** The dump signal. If programs of the run send it themselves, as nodemon does, it has its usual effect from then on. */
export interface DumpSignal {
  readonly signal: NodeJS.Signals;
  readonly onDump: () => void;
  /** Returns whether a program of the run has sent the signal. */
  readonly isUsedByProgram: () => boolean;
  /** Called before this process sends the signal. */
  readonly markUsed: () => void;
}

/**
 * What happens to a process: it is certainly `over`; it is `replaced` by another program, unless that fails; or it `survives`
 * a signal, as the first process of a container does.
 */
export type EndKind = 'over' | 'replaced' | 'survives';

export interface ProcessEndOptions {
  /**
   * Called after all listeners of the app, at least once, and again if the process survives.
   *
   * @param end what happens to the process afterwards
   */
  readonly onEnd: (end: EndKind) => void;
  /** A signal that dumps the profile and does not kill the process. The app's own listeners are called, too. */
  readonly dump?: DumpSignal | undefined;
  /** Called if the process survives. */
  readonly onSurvival: () => void;
}

/** What the runtime does with deadly signals: where they are received, and those that the agent has received. */
export interface DeadlySignals extends DeadlyReception {
  /** Ends the process by a signal that the agent has received, unless the app handles it. */
  onSignal(signal: NodeJS.Signals): void;
  /** Must be called before this process signals another one. @param signal name or number */
  watchKill(signal: unknown): void;
}

/** Installs the hooks around `process`. Must be called once, before the app loads. */
export function onProcessEnd({ onEnd, dump, onSurvival }: ProcessEndOptions): DeadlySignals {
  const state = sharedState();
  const deadly: ReadonlySet<unknown> = new Set(deadlySignals(dump?.signal ?? null));
  const isDeadly = (event: unknown): event is NodeJS.Signals => deadly.has(event);
  const isUnhandled = (signal: NodeJS.Signals) => countListeners(signal) === 0;
  const unhandled = () => ([...deadly] as NodeJS.Signals[]).filter(isUnhandled);
  /** Signals that kill this process if it sends them to itself. */
  const killing = [...deadlySignals(dump?.signal ?? null), ...(dump ? [dump.signal] : [])];
  const { reallyExit, _kill, execve } = internals;
  const reception = openSignalReception();
  const deadlyReception = createDeadlyReception({
    state,
    start() {
      for (const signal of unhandled()) reception.start(signal, deliver);
    },
    stop() {
      for (const signal of unhandled()) reception.stop(signal);
    },
  });
  const isReceived = (event: unknown) =>
    event === dump?.signal || (deadlyReception.isReceiving() && isDeadly(event));
  let isOver = false;
  let isDying = false;
  const finish = (end: EndKind = 'over') => {
    if (!isOver) onEnd(end);
    isOver = true;
  };

  /** @param kill kills the process, unless it is the first of a container */
  const die = <Result>(signal: NodeJS.Signals, kill: () => Result): Result => {
    finish(process.pid === CONTAINER_INIT_PID ? 'survives' : 'over');
    isDying = true;
    if (isReceived(signal)) reception.stop(signal);
    isDying = false;
    const result = kill();
    setImmediate(() => {
      isOver = false;
      if (isReceived(signal)) reception.start(signal, deliver);
      onSurvival();
    }).unref();
    return result;
  };

  /** Number of nested calls of `emit` for the exit: libraries that replace `emit` call the previous one. */
  let exitDepth = 0;
  const watch =
    (emit: Emit): Emit =>
    (...args) => {
      const [event, argument] = args;
      if (isOwnWorkerEvent(event, argument)) return false;
      const isExit = event === 'exit' && internals._exiting;
      if (isExit) exitDepth += 1;
      let hasThrown = true;
      try {
        const result = Reflect.apply(emit, process, args) as boolean;
        hasThrown = false;
        return result;
      } finally {
        if (isExit) exitDepth -= 1;
        // An error that these listeners throw ends the process without another event.
        if (hasThrown && (isExit || event === 'uncaughtException')) onEnd('over');
        else if (isExit && exitDepth === 0) finish();
        if (event === 'newListener' && isDeadly(argument)) setHandledByApp(state, argument, true);
        const isRemoved = event === 'removeListener' && countListeners(argument) === 0;
        if (isRemoved && isDeadly(argument)) setHandledByApp(state, argument, false);
        if (isRemoved && isReceived(argument) && !isDying)
          reception.start(argument as NodeJS.Signals, deliver);
      }
    };

  /** Node calls this when a signal has arrived. It does not call it if the app emits the event by itself. */
  const deliver: Emit = (...args) => {
    const [event] = args;
    const signal = event as NodeJS.Signals;
    const isKilling = isUnhandled(signal) && (isDeadly(signal) || dump?.isUsedByProgram());
    if (isKilling) {
      dieOf(signal);
      return true;
    }
    if (signal === dump?.signal) dump.onDump();
    return internals.emit(...args);
  };
  const dieOf = (signal: NodeJS.Signals) => die(signal, () => _kill(process.pid, constants.signals[signal]));

  const watchKill = (signal: unknown) => {
    if (dump && (signal === dump.signal || signal === constants.signals[dump.signal])) dump.markUsed();
  };

  replaceEmit(watch, deliver);
  // A `process.exit` inside an `exit` listener calls only this.
  internals.reallyExit = (code) => {
    finish();
    Reflect.apply(reallyExit, process, [code]);
  };
  // A process that kills itself dies at once, before the event loop could deliver the signal.
  internals._kill = (pid, number) => {
    const kill = () => _kill(pid, number);
    watchKill(number);
    const signal = killing.find((name) => constants.signals[name] === number);
    const isForThisProcess = [process.pid, -process.pid, 0].includes(pid);
    return isForThisProcess && signal && isUnhandled(signal) ? die(signal, kill) : kill();
  };
  if (execve) {
    internals.execve = (...args) => {
      finish('replaced');
      try {
        return Reflect.apply(execve, process, args);
      } finally {
        isOver = false; // execve has failed, so the process continues
        onSurvival();
      }
    };
  }
  if (dump) reception.start(dump.signal, deliver);
  return {
    ...deadlyReception,
    watchKill,
    onSignal(signal) {
      Atomics.add(state, SHARED_STATE.answeredSignals, 1);
      if (isUnhandled(signal)) dieOf(signal);
    },
  };
}

/** Returns the real number of listeners: tsx replaces `process.listenerCount` to hide its own from the app. */
function countListeners(event: unknown): number {
  return Reflect.apply(listenerCount, process, [event]);
}

/** Keeps `watch` around `process.emit`. Libraries that wait for the end replace `emit`, too, and must act before it. */
function replaceEmit(watch: (emit: Emit) => Emit, deliver: Emit): void {
  const watchedEmits = new WeakSet([deliver]);
  const watched = (emit: Emit) => {
    const watching = watchedEmits.has(emit) ? emit : watch(emit);
    watchedEmits.add(watching);
    return watching;
  };
  let current = watched(internals.emit);
  Object.defineProperty(process, 'emit', {
    configurable: true,
    get: () => current,
    set(emit: Emit) {
      current = watched(emit);
    },
  });
}
