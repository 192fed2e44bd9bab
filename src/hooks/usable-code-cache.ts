/** Whether V8's code caches may be used. `preload.cts` runs this in every version of Node, so it imports nothing. */

/** Matches options with which Node treats modules in another way, or observes how they are compiled. */
const SPECIAL_OPTIONS =
  /--(inspect|frozen-intrinsics|permission|experimental-(permission|policy|test-coverage)|policy-integrity)/;

/** Whether code of this process can be compiled from a code cache. */
export function canUseCodeCache(): boolean {
  const { env, execArgv } = process;
  const options = [env.NODE_OPTIONS, ...execArgv].join(' ');
  return !env.NODE_V8_COVERAGE && !SPECIAL_OPTIONS.test(options);
}

/** Matches options that may change how V8 compiles: those without a path or a text. */
const FLAG = /^--[\w-]+(=\w+)?$/;

/** Returns the options that a code cache may depend on. A program that `node -e` runs has its text among the options. */
export function compilerOptions(): readonly string[] {
  const { env, execArgv } = process;
  return [env.NODE_OPTIONS ?? '', ...execArgv.filter((option) => FLAG.test(option))];
}
