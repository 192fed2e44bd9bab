/**
 * The last moment of a process, whichever way it ends. The app does not see that we wait for it: no listener of ours
 * is in its lists, and the process ends as it would have ended (docs/notes/process-end.md).
 */
import process from 'node:process';

/** Deaths that wait for a handler. SIGKILL does not, and a crash must leave its core as it is. */
const DEADLY: ReadonlySet<unknown> = new Set<NodeJS.Signals>(
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']
    : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGVTALRM', 'SIGXCPU'],
);

type Emit = (...args: readonly unknown[]) => boolean;

/** The parts of `process` by which Node ends it, which types leave out. */
interface Ending {
  emit: Emit;
  reallyExit: (code?: number) => void;
  readonly _events: Record<string, unknown>;
  _eventsCount: number;
}

const ending = process as unknown as Ending;

/** @param act is called once all else is over, at least once; again if the process lives on */
export function onProcessEnd(act: () => void): void {
  const { emit, reallyExit } = ending;
  let isOver = false;
  const finish = () => {
    if (!isOver) act();
    isOver = true;
  };

  const die = (signal: NodeJS.Signals) => {
    finish();
    isDying = true;
    releaseSignal(signal);
    isDying = false;
    process.kill(process.pid, signal);
    // The first process of a container is spared by signals that it does not handle.
    setImmediate(() => {
      isOver = false;
      catchSignal(signal);
    }).unref();
  };
  let isDying = false;

  ending.emit = (...args) => {
    const [event, what] = args;
    if (DEADLY.has(event) && process.listenerCount(event as string) === 0) {
      die(event as NodeJS.Signals);
      return true;
    }
    const result = Reflect.apply(emit, process, args) as boolean;
    if (event === 'exit') finish();
    const isRemoved = event === 'removeListener' && DEADLY.has(what) && !isDying;
    if (isRemoved && process.listenerCount(what as string) === 0) catchSignal(what as NodeJS.Signals);
    return result;
  };
  // An exit inside an `exit` listener comes only here.
  ending.reallyExit = (code) => {
    finish();
    Reflect.apply(reallyExit, process, [code]);
  };
  for (const signal of DEADLY) catchSignal(signal as NodeJS.Signals);
}

const nothing = () => {};

/**
 * Has Node deliver a signal by today's `process.emit`, though nobody listens: a listener that is taken out of the
 * list without Node noticing.
 */
function catchSignal(signal: NodeJS.Signals): void {
  const others = process.rawListeners(signal) as NodeJS.SignalsListener[];
  process.removeAllListeners(signal);
  process.on(signal, nothing);
  if (ending._events[signal] === nothing) {
    delete ending._events[signal];
    ending._eventsCount -= 1;
  }
  for (const other of others) process.on(signal, other);
}

/** Gives a signal that nobody listens for its default effect again. */
function releaseSignal(signal: NodeJS.Signals): void {
  process.on(signal, nothing);
  process.off(signal, nothing);
}
