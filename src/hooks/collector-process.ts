/**
 * Detects the program that `covermain collect kubernetes` starts in a container by `node -e SCRIPT covermain-collect`. It inherits
 * the container's `NODE_OPTIONS`, and must neither be measured nor start a run. Node 8 must be able to run this file.
 */

/** Returns whether this process is such a program. */
export function isCollectorProcess(): boolean {
  const { argv, execArgv } = process;
  return argv[1] === 'covermain-collect' && execArgv.some(isEvalOption);
}

function isEvalOption(option: string): boolean {
  return option === '-e' || option === '--eval' || option.startsWith('--eval=');
}
