/** Recognizes readers of source maps other than Node itself. */
import { givenNodeOptions } from '../node-options.js';
import { collectsV8Coverage } from '../v8-coverage.js';

/** The value that Node 22 and later give to `Error.prepareStackTrace`. */
const { prepareStackTrace } = Error;

let hasReader = false;

/** Notes readers from now on. Must be called before the app starts. @returns a function that ends that */
export function watchMapReaders(): () => void {
  hasReader = givenNodeOptions().includes('--inspect') || collectsV8Coverage();
  // Node emits this event when the inspector is opened by `inspector.open`, as editors do, or by SIGUSR1
  // (`NotifyClusterWorkersDebugEnabled` in src/inspector_agent.cc).
  const noteInspector = (message: unknown) => {
    hasReader ||= (message as { readonly cmd?: unknown } | undefined)?.cmd === 'NODE_DEBUG_ENABLED';
  };
  const stop = listenUnseen(noteInspector);
  return () => {
    hasReader = false;
    stop();
  };
}

const EVENT = 'internalMessage' as 'message';

/** Adds a listener that does not change `process.eventNames()`. @returns a function that removes it */
function listenUnseen(listener: (message: unknown) => void): () => void {
  const { _events: events } = process as unknown as { readonly _events: object };
  // Node itself listens in processes that have an IPC channel.
  if (Object.hasOwn(events, EVENT)) {
    process.on(EVENT, listener);
    return () => process.off(EVENT, listener);
  }
  Reflect.setPrototypeOf(events, { __proto__: null, [EVENT]: listener });
  return () => Reflect.setPrototypeOf(events, null);
}

/**
 * Whether something other than Node may read the maps of the files that are loaded now: a debugger, a
 * tool that maps V8's coverage, or code of the app that formats stack traces, such as source-map-support.
 */
export function readsMaps(): boolean {
  return hasReader || Error.prepareStackTrace !== prepareStackTrace;
}
