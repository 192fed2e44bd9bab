/** Splits the arguments of the commands that start a program. */

/** Arguments of the command line. */
export interface SplitArguments {
  /** covermain's own arguments: before the first `--`. */
  readonly own: readonly string[];
  /** Arguments after it; `undefined` without a `--`. */
  readonly separated: readonly string[] | undefined;
}

/** Whether the first argument names a command that starts a program and measures it. */
export function isMeasuringCommand(name: string | undefined): boolean {
  return name === 'manual' || name === 'run';
}

/** Splits the arguments of a command that starts a program, at the first `--`. */
export function splitArguments(args: readonly string[]): SplitArguments {
  const separator = isMeasuringCommand(args[0]) ? args.indexOf('--') : -1;
  if (separator === -1) return { own: args, separated: undefined };
  return { own: args.slice(0, separator), separated: args.slice(separator + 1) };
}
