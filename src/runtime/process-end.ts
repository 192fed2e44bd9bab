/**
 * The last moment of a process, whichever way it ends. The app does not see that we wait for it: no listener of ours
 * is in its lists, and the process ends as it would have ended (docs/notes/process-end.md).
 */
import { constants } from 'node:os';
import process from 'node:process';
import { CONTAINER_INIT_PID } from '../platform/container-init.js';
import { isAgentWorkerEvent } from './agent-thread.js';
import { type Emit, openSignalReception } from './signal-reception.js';

/** Deaths that wait for a handler. SIGKILL does not, and a crash must leave its core as it is. */
const DEADLY: ReadonlySet<unknown> = new Set<NodeJS.Signals>(
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']
    : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGVTALRM', 'SIGXCPU'],
);

/** The parts of `process` by which Node ends it, which types leave out. */
interface Ending {
  emit: Emit;
  reallyExit: (code?: number) => void;
  /** Whether listeners of `exit` are called because the process exits. */
  readonly _exiting: boolean;
  /** What `process.kill` calls, with a number for the signal. */
  _kill: (pid: number, signal: number) => number;
  /** Puts another program in this one's place. Of Node 22.15 and later. */
  execve?: (...args: readonly unknown[]) => unknown;
}

const ending = process as unknown as Ending;

// An app may put another in its place, for its tests.
const { setImmediate } = globalThis;

export interface ProcessEndOptions {
  /**
   * Is called once all else is over, at least once; again if the process lives on.
   *
   * @param isOver false where it may
   */
  readonly act: (isOver: boolean) => void;
  /** A signal that nobody dies of: it dumps the profile. The app's own listeners hear of it, too. */
  readonly dump?: { readonly signal: NodeJS.Signals; readonly act: () => void } | undefined;
}

export function onProcessEnd({ act, dump }: ProcessEndOptions): void {
  const isDeadly = (event: unknown) => DEADLY.has(event) && event !== dump?.signal;
  const { reallyExit, _kill, execve } = ending;
  const received = new Set([...DEADLY, ...(dump ? [dump.signal] : [])]);
  const reception = openSignalReception();
  let isOver = false;
  let isDying = false;
  const finish = (isSure = true) => {
    if (!isOver) act(isSure);
    isOver = true;
  };

  /** @param kill by which the process dies, unless it is spared */
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

  /** Calls of `emit` by which the process exits, one within another where libraries have replaced it. */
  let exits = 0;
  const watch =
    (emit: Emit): Emit =>
    (...args) => {
      const [event, what] = args;
      if (isAgentWorkerEvent(event, what)) return false;
      const isExit = event === 'exit' && ending._exiting;
      if (isExit) exits += 1;
      let hasThrown = true;
      try {
        const result = Reflect.apply(emit, process, args) as boolean;
        hasThrown = false;
        return result;
      } finally {
        if (isExit) exits -= 1;
        // What these listeners throw ends the process, and nobody is told.
        if (hasThrown && (isExit || event === 'uncaughtException')) act(true);
        else if (isExit && exits === 0) finish();
        const isRemoved = event === 'removeListener' && received.has(what) && !isDying;
        if (isRemoved && process.listenerCount(what as string) === 0)
          reception.start(what as NodeJS.Signals, deliver);
      }
    };

  /** What Node calls when a signal has come. An app may emit one by itself, and nobody dies of that. */
  const deliver: Emit = (...args) => {
    const [event] = args;
    if (dump && event === dump.signal) dump.act();
    if (!isDeadly(event) || process.listenerCount(event as string) > 0) return ending.emit(...args);
    const signal = event as NodeJS.Signals;
    die(signal, () => _kill(process.pid, constants.signals[signal]));
    return true;
  };

  replaceEmit(watch, deliver);
  // An exit inside an `exit` listener comes only here.
  ending.reallyExit = (code) => {
    finish();
    Reflect.apply(reallyExit, process, [code]);
  };
  // Who kills itself is dead at once, and not when the event loop turns.
  ending._kill = (pid, number) => {
    const kill = () => _kill(pid, number);
    const signal = [...DEADLY]
      .filter(isDeadly)
      .find((name) => constants.signals[name as NodeJS.Signals] === number);
    const isMeant = [process.pid, -process.pid, 0].includes(pid) && signal !== undefined;
    if (!isMeant || process.listenerCount(signal as string) > 0) return kill();
    return die(signal as NodeJS.Signals, kill);
  };
  if (execve) {
    ending.execve = (...args) => {
      finish(false);
      try {
        return Reflect.apply(execve, process, args);
      } finally {
        isOver = false; // it was refused
      }
    };
  }
  for (const signal of received) reception.start(signal as NodeJS.Signals, deliver);
}

/** Libraries that wait for the end of a process replace `emit`, too: ours is around theirs, and so the last to act. */
function replaceEmit(watch: (emit: Emit) => Emit, deliver: Emit): void {
  const ours = new WeakSet([deliver]);
  const watched = (emit: Emit) => {
    const watching = ours.has(emit) ? emit : watch(emit);
    ours.add(watching);
    return watching;
  };
  let current = watched(ending.emit);
  Object.defineProperty(process, 'emit', {
    configurable: true,
    get: () => current,
    set(emit: Emit) {
      current = watched(emit);
    },
  });
}
