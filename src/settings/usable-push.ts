/** Decides whether a process can push. */
import type { Controls, PushControl } from './run-context.js';

/** The settings of pushes in a process that has all of them. */
export interface UsablePush extends PushControl {
  readonly url: string;
}

/** Returns the settings; `undefined` if the run does not push, or if the environment of this process lacks a variable. */
export function findUsablePush({ push }: Pick<Controls, 'push'>): UsablePush | undefined {
  if (push === null || (push.needsToken && push.token === null)) return undefined;
  const { url } = push;
  return url === null ? undefined : { ...push, url };
}
