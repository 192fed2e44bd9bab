/** The environment of processes that a run measures. */
import type { Environment } from '../settings/environment.js';
import { encodeRunContext, type RunContext } from '../settings/run-context.js';
import { withPreload } from './node-options.js';

/** Returns the variables that make a process, and all processes that it starts, part of a run. @param given its environment without them */
export function measuringVariables(run: RunContext, given: Environment): Readonly<Record<string, string>> {
  return { ...encodeRunContext(run), NODE_OPTIONS: withPreload(given.NODE_OPTIONS) };
}
