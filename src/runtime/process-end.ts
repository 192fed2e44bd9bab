/**
 * Acts at the end of a process, however it ends. The app cannot notice that: it sees no additional listener, and the
 * process ends as it would without covermain (docs/notes/process-end.md).
 */
import { constants } from 'node:os';
import process from 'node:process';
import { CONTAINER_INIT_PID } from '../platform/container-init.js';
import { isAgentWorkerEvent } from './agent-thread.js';
import { type Emit, openSignalReception } from './signal-reception.js';

/** Signals that kill a process unless it handles them. A crash is not handled, so that its core dump stays as it is. */
const DEADLY_SIGNALS: ReadonlySet<unknown> = new Set<NodeJS.Signals>(
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']
    : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGVTALRM', 'SIGXCPU'],
);

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

const internals = process as unknown as ProcessInternals;

// The app's tests may replace this global later.
const { setImmediate } = globalThis;

export interface ProcessEndOptions {
  /**
   * Called after all listeners of the app, at least once, and again if the process survives.
   *
   * @param isOver false if the process may survive
   */
  readonly onEnd: (isOver: boolean) => void;
  /** A signal that dumps the profile and does not kill the process. The app's own listeners are called, too. */
  readonly dump?: { readonly signal: NodeJS.Signals; readonly onDump: () => void } | undefined;
}

/** Installs the hooks around `process`. Must be called once, before the app loads. */
export function onProcessEnd({ onEnd, dump }: ProcessEndOptions): void {
  const isDeadly = (event: unknown) => DEADLY_SIGNALS.has(event) && event !== dump?.signal;
  const { reallyExit, _kill, execve } = internals;
  const receivedSignals = new Set([...DEADLY_SIGNALS, ...(dump ? [dump.signal] : [])]);
  const reception = openSignalReception();
  let isOver = false;
  let isDying = false;
  const finish = (isSure = true) => {
    if (!isOver) onEnd(isSure);
    isOver = true;
  };

  /** @param kill kills the process, unless it is the first of a container */
  const die = <Result>(signal: NodeJS.Signals, kill: () => Result): Result => {
    finish(process.pid !== CONTAINER_INIT_PID);
    isDying = true;
    reception.stop(signal);
    isDying = false;
    const result = kill();
    setImmediate(() => {
      isOver = false;
      reception.start(signal, deliver);
    }).unref();
    return result;
  };

  /** Number of nested calls of `emit` for the exit: libraries that replace `emit` call the previous one. */
  let exitDepth = 0;
  const watch =
    (emit: Emit): Emit =>
    (...args) => {
      const [event, argument] = args;
      if (isAgentWorkerEvent(event, argument)) return false;
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
        if (hasThrown && (isExit || event === 'uncaughtException')) onEnd(true);
        else if (isExit && exitDepth === 0) finish();
        const isRemoved = event === 'removeListener' && receivedSignals.has(argument) && !isDying;
        if (isRemoved && process.listenerCount(argument as string) === 0)
          reception.start(argument as NodeJS.Signals, deliver);
      }
    };

  /** Node calls this when a signal has arrived. It does not call it if the app emits the event by itself. */
  const deliver: Emit = (...args) => {
    const [event] = args;
    if (dump && event === dump.signal) dump.onDump();
    if (!isDeadly(event) || process.listenerCount(event as string) > 0) return internals.emit(...args);
    const signal = event as NodeJS.Signals;
    die(signal, () => _kill(process.pid, constants.signals[signal]));
    return true;
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
    const signal = [...DEADLY_SIGNALS]
      .filter(isDeadly)
      .find((name) => constants.signals[name as NodeJS.Signals] === number);
    const isForThisProcess = [process.pid, -process.pid, 0].includes(pid) && signal !== undefined;
    if (!isForThisProcess || process.listenerCount(signal as string) > 0) return kill();
    return die(signal as NodeJS.Signals, kill);
  };
  if (execve) {
    internals.execve = (...args) => {
      finish(false);
      try {
        return Reflect.apply(execve, process, args);
      } finally {
        isOver = false; // execve has failed, so the process continues
      }
    };
  }
  for (const signal of receivedSignals) reception.start(signal as NodeJS.Signals, deliver);
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
