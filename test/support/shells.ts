/** Finds the shells in which tests complete command lines. */
import { spawnSync } from 'node:child_process';
import { SHELLS, type Shell } from '../../src/cli/completion/scripts.js';

/** Whether tests that need a shell fail if it is not installed. */
const isRequired = process.env.CI !== undefined || process.env.COVERMAIN_SHELLS === 'required';

/** Returns the shells that are installed, or all of them if they are required. */
export function shellsToTest(): readonly Shell[] {
  return SHELLS.filter((shell) => isRequired || spawnSync(shell, ['-c', 'exit 0']).status === 0);
}
