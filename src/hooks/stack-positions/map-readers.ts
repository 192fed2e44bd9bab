/** Recognizes readers of source maps other than Node itself. */
import { givenNodeOptions } from '../first-module.js';

/** Matches the options that open the inspector at the start. */
const INSPECT = /--inspect/;

/** The value that Node 22 and later give to `Error.prepareStackTrace`. */
const { prepareStackTrace } = Error;

let isInspected = false;

/** Notes debuggers from now on. Must be called before the app starts. @returns a function that ends that */
export function watchMapReaders(): () => void {
  isInspected = INSPECT.test(givenNodeOptions());
  // Node emits this event when the inspector is opened by `inspector.open`, as editors do, or by SIGUSR1
  // (`NotifyClusterWorkersDebugEnabled` in src/inspector_agent.cc).
  const noteInspector = (message: unknown) => {
    isInspected ||= (message as { readonly cmd?: unknown } | undefined)?.cmd === 'NODE_DEBUG_ENABLED';
  };
  process.on('internalMessage' as 'message', noteInspector);
  return () => {
    isInspected = false;
    process.removeListener('internalMessage', noteInspector);
  };
}

/**
 * Whether something other than Node may read the maps of the files that are loaded now: a debugger, or code of the app that
 * formats stack traces, such as source-map-support.
 */
export function readsMaps(): boolean {
  return isInspected || Error.prepareStackTrace !== prepareStackTrace;
}
