/** Whether V8's code caches may be used. `preload.cts` runs this in every version of Node, so it imports nothing. */

/** Matches options with which Node treats modules in another way, or observes how they are compiled. */
const SPECIAL_OPTIONS =
  /--(inspect|frozen-intrinsics|permission|experimental-(permission|policy)|policy-integrity)/;

/** Whether code of this process can be compiled from a code cache. */
export function canUseCodeCache(): boolean {
  const { env, execArgv } = process;
  const options = [env.NODE_OPTIONS, ...execArgv].join(' ');
  return !env.NODE_V8_COVERAGE && !SPECIAL_OPTIONS.test(options);
}
