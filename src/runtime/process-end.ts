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
  /** Whether listeners of `exit` are called because the process exits. */
  readonly _exiting: boolean;
}

const ending = process as unknown as Ending;

/** @param act is called once all else is over, at least once; again if the process lives on */
export function onProcessEnd(act: () => void): void {
  const { reallyExit } = ending;
  const reception = openReception();
  let isOver = false;
  let isDying = false;
  const finish = () => {
    if (!isOver) act();
    isOver = true;
  };

  const die = (signal: NodeJS.Signals) => {
    finish();
    isDying = true;
    reception.stop(signal);
    isDying = false;
    process.kill(process.pid, signal);
    // The first process of a container is spared by signals that it does not handle.
    setImmediate(() => {
      isOver = false;
      reception.start(signal, deliver);
    }).unref();
  };

  /** Calls of `emit` by which the process exits, one within another where libraries have replaced it. */
  let exits = 0;
  const watch =
    (emit: Emit): Emit =>
    (...args) => {
      const [event, what] = args;
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
        if (hasThrown && (isExit || event === 'uncaughtException')) act();
        else if (isExit && exits === 0) finish();
        const isRemoved = event === 'removeListener' && DEADLY.has(what) && !isDying;
        if (isRemoved && process.listenerCount(what as string) === 0)
          reception.start(what as NodeJS.Signals, deliver);
      }
    };

  /** What Node calls when a signal has come. An app may emit one by itself, and nobody dies of that. */
  const deliver: Emit = (...args) => {
    const [event] = args;
    if (!DEADLY.has(event) || process.listenerCount(event as string) > 0) return ending.emit(...args);
    die(event as NodeJS.Signals);
    return true;
  };

  replaceEmit(watch, deliver);
  // An exit inside an `exit` listener comes only here.
  ending.reallyExit = (code) => {
    finish();
    Reflect.apply(reallyExit, process, [code]);
  };
  for (const signal of DEADLY) reception.start(signal as NodeJS.Signals, deliver);
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

const NODES_OWN = ['newListener', 'removeListener'];

interface Reception {
  /** Has Node hand a signal over, though nobody may listen for it. */
  start(signal: NodeJS.Signals, deliver: Emit): void;
  /** Gives a signal that nobody listens for its default effect. */
  stop(signal: NodeJS.Signals): void;
}

/**
 * Node receives a signal from its first listener to its last: it listens itself for listeners that come and go. Its
 * listeners are called without there being any; kept, since an app may take off all of `process`.
 */
function openReception(): Reception {
  const [came, went] = NODES_OWN.map((event) => process.listeners(event as NodeJS.Signals));
  const tell = (listeners: readonly unknown[] = [], signal: NodeJS.Signals) => {
    for (const listener of listeners) Reflect.apply(listener as Emit, process, [signal]);
  };
  return {
    start(signal, deliver) {
      // Node hands signals to the `emit` that it finds now; where it receives this one already, it starts over.
      const others = process.rawListeners(signal) as NodeJS.SignalsListener[];
      process.removeAllListeners(signal);
      const { emit } = ending;
      ending.emit = deliver;
      tell(came, signal);
      ending.emit = emit;
      for (const other of others) process.on(signal, other);
    },
    stop: (signal) => tell(went, signal),
  };
}
