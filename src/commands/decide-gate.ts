/** Decides whether the window of `covermain manual` opens. */
import { readCi } from '../settings/ci.js';
import { type Environment, readVariable } from '../settings/environment.js';
import { GATE_VARIABLE } from '../settings/gate.js';
import type { Settings } from '../settings/index.js';
import { confirmAnswer, isPromptClosed } from './prompts.js';

export interface GateOptions {
  readonly settings: Pick<Settings, 'isGateOpen'>;
  readonly environment: Environment;
  /** Whether a person at a terminal can answer. */
  readonly isInteractive: boolean;
  readonly question: string;
}

/**
 * Returns whether the window opens. The variable decides if it is set; otherwise a person at a terminal is asked, but not in
 * CI, where some systems provide a terminal that nobody watches.
 *
 * @returns `'interrupted'` after Ctrl+C at the question
 */
export async function decideGate(options: GateOptions): Promise<boolean | 'interrupted'> {
  const { settings, environment, isInteractive, question } = options;
  const isDecided = readVariable(environment, GATE_VARIABLE) !== undefined;
  if (isDecided || !isInteractive || readCi(environment) !== undefined) return settings.isGateOpen;
  return ask(question);
}

/** Asks on stderr, because stdout belongs to the app. */
async function ask(message: string): Promise<boolean | 'interrupted'> {
  try {
    return await confirmAnswer(message, process.stderr);
  } catch (error) {
    if (isPromptClosed(error)) return 'interrupted';
    throw error;
  }
}
